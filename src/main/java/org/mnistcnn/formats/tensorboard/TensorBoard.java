package org.mnistcnn.formats.tensorboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.train.Callback;
import org.mnistcnn.train.FitOptions;
import org.mnistcnn.train.History;
import org.mnistcnn.train.Learner;
import org.mnistcnn.train.RunView;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

/**
 * Writes a run for TensorBoard, with the directories, tags and steps of Keras's {@code
 * TensorBoard}:
 *
 * <ul>
 *   <li>{@code train/}: {@code epoch_loss}, {@code epoch_accuracy} and the other measures, {@code
 *       epoch_learning_rate}, and on request {@code conv2d/kernel/histogram} and so on for every
 *       weight, by epoch;
 *   <li>{@code validation/}: the same measures under the same tags by epoch, and {@code
 *       evaluation_loss_vs_iterations} and so on by step.
 * </ul>
 *
 * Each run, and each resumption, adds a file to each of the two.
 *
 * <p>Unlike Keras, weights' tags do not begin with the model's name, as the weights' names do not;
 * and there are no batches, graphs, images of weights, embeddings or profiles.
 */
public final class TensorBoard implements Callback {

  private static final String VALIDATION = "val_";

  private final Path logDir;
  private final int histogramFreq;
  private final String host;
  private final InstantSource time;
  private @Nullable EventFile train;
  private @Nullable EventFile validation;

  /**
   * Events of one run.
   *
   * @param logDir the directory that TensorBoard is started on, or one below
   * @param histogramFreq weights are written every so many epochs, from the first on; 0 for never
   * @param host the computer's name, which becomes part of the files' names
   * @param time what stamps the events
   * @throws IllegalArgumentException if the frequency is negative
   */
  public TensorBoard(Path logDir, int histogramFreq, String host, InstantSource time) {
    if (histogramFreq < 0) {
      throw new IllegalArgumentException("histogramFreq must be at least 0, got " + histogramFreq);
    }
    this.logDir = logDir;
    this.histogramFreq = histogramFreq;
    this.host = host;
    this.time = time;
  }

  /**
   * Begins the file of training at once: a directory that cannot be written to is found out now.
   */
  @Override
  public void onTrainBegin(FitOptions options, int samples) {
    train = null;
    validation = null;
    try {
      train();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void onEpochEnd(History.Epoch epoch, RunView run) {
    try {
      train().append(trainEvents(epoch, run.learner()));
      List<Event> events = validationEvents(epoch, run.learner().steps());
      if (!events.isEmpty()) {
        validation().append(events);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Event> trainEvents(History.Epoch epoch, Learner learner) {
    Instant now = time.instant();
    List<Event> events = new ArrayList<>();
    epoch
        .logs()
        .forEach(
            (key, value) -> {
              if (!key.startsWith(VALIDATION) && !key.equals(History.LEARNING_RATE)) {
                events.add(event(now, epoch.epoch(), Summaries.scalar("epoch_" + key, value)));
              }
            });
    Summary rate = Summaries.scalar("epoch_learning_rate", learner.learningRate());
    events.add(event(now, epoch.epoch(), rate));
    if (histogramFreq > 0 && epoch.epoch() % histogramFreq == 0) {
      for (Map.Entry<String, float[]> weight : learner.weights().entrySet()) {
        Summary histogram = Summaries.histogram(weight.getKey() + "/histogram", weight.getValue());
        events.add(event(now, epoch.epoch(), histogram));
      }
    }
    return events;
  }

  private List<Event> validationEvents(History.Epoch epoch, long steps) {
    Instant now = time.instant();
    List<Event> events = new ArrayList<>();
    epoch
        .logs()
        .forEach(
            (key, value) -> {
              if (key.startsWith(VALIDATION)) {
                String name = key.substring(VALIDATION.length());
                String bySteps = "evaluation_" + name + "_vs_iterations";
                events.add(event(now, steps, Summaries.scalar(bySteps, value)));
                events.add(event(now, epoch.epoch(), Summaries.scalar("epoch_" + name, value)));
              }
            });
    return events;
  }

  private static Event event(Instant now, long step, Summary summary) {
    return EventFile.event(now).setStep(step).setSummary(summary).build();
  }

  private EventFile train() throws IOException {
    if (train == null) {
      train = EventFile.create(logDir.resolve("train"), host, time.instant());
    }
    return train;
  }

  /** Begun with the first measures of validation: there may be none. */
  private EventFile validation() throws IOException {
    if (validation == null) {
      validation = EventFile.create(logDir.resolve("validation"), host, time.instant());
    }
    return validation;
  }
}
