package org.mnistcnn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.Split;

/** Keras's {@code fit}: shuffled batches, epoch after epoch, each with its validation. */
public final class Trainer {

  private final FitOptions options;
  private final List<Callback> callbacks;
  private final String description;

  /** A trainer that follows {@code options} and tells {@code callbacks}, in their order. */
  public Trainer(FitOptions options, List<Callback> callbacks) {
    this(options, callbacks, "");
  }

  /** With the {@link Checkpoint#description} of its checkpoints. */
  public Trainer(FitOptions options, List<Callback> callbacks, String description) {
    this.options = options;
    this.callbacks = List.copyOf(callbacks);
    this.description = description;
  }

  /** Trains {@code learner} on one part and validates it on the other, which may be empty. */
  public Outcome fit(Learner learner, Split split) {
    callbacks.forEach(callback -> callback.restore(CallbackState.NONE));
    return new Run(learner, split).finish();
  }

  /**
   * Resumes from a checkpoint of a run of the same learner, data, options and callbacks; callbacks
   * that remember nothing may differ.
   *
   * @throws IllegalArgumentException if the checkpoint is of another model or of other callbacks
   */
  public Outcome resume(Learner learner, Split split, Checkpoint checkpoint) {
    Run run = new Run(learner, split);
    run.restore(checkpoint);
    return run.finish();
  }

  /**
   * How a run ended.
   *
   * @param history the finished epochs
   * @param stopReason why it ended before its last epoch; empty if it did not
   */
  public record Outcome(History history, Optional<String> stopReason) {}

  private final class Run implements RunView {

    private final Learner learner;
    private final Split split;
    private final BatchOrder order = new BatchOrder(options.seed());
    private final History history = new History();
    private int epoch;
    private int samples;
    private Optional<String> stopReason = Optional.empty();

    Run(Learner learner, Split split) {
      this.learner = learner;
      this.split = split;
    }

    @Override
    public Learner learner() {
      return learner;
    }

    @Override
    public History history() {
      return history;
    }

    @Override
    public void stop(String reason) {
      stopReason = Optional.of(reason);
    }

    @Override
    public Optional<String> stopReason() {
      return stopReason;
    }

    @Override
    public Checkpoint checkpoint() {
      // A run that was stopped within an epoch continues when it is resumed.
      String stopped = samples == 0 ? stopReason.orElse("") : "";
      return new Checkpoint(
          description,
          epoch,
          samples,
          stopped,
          history.epochs(),
          learner.state(),
          callbacks.stream().flatMap(callback -> callback.state().stream()).toList());
    }

    private void restore(Checkpoint checkpoint) {
      List<Callback> remembering =
          callbacks.stream().filter(callback -> callback.state().isPresent()).toList();
      if (checkpoint.callbacks().size() != remembering.size()) {
        throw new IllegalArgumentException(
            "a checkpoint of a run with %d callbacks that remember cannot be resumed with %d"
                .formatted(checkpoint.callbacks().size(), remembering.size()));
      }
      learner.restore(checkpoint.learner());
      for (int i = 0; i < remembering.size(); i++) {
        remembering.get(i).restore(checkpoint.callbacks().get(i));
      }
      checkpoint.history().forEach(history::add);
      epoch = checkpoint.epoch();
      samples = checkpoint.samples();
      if (!checkpoint.stopped().isEmpty()) {
        stop(checkpoint.stopped());
      }
    }

    private Outcome finish() {
      learner.trainOn(split.training());
      callbacks.forEach(callback -> callback.onTrainBegin(options, split.training().count()));
      while (epoch < options.epochs() && stopReason.isEmpty()) {
        epoch();
      }
      learner.finish();
      callbacks.forEach(callback -> callback.onTrainEnd(this));
      return new Outcome(history, stopReason);
    }

    private void epoch() {
      callbacks.forEach(callback -> callback.onEpochBegin(epoch, samples));
      if (samples == 0) {
        learner.resetMeasures();
      }
      if (!steps(order.permutation(epoch, split.training().count()))) {
        return;
      }
      Map<String, Double> logs = new LinkedHashMap<>(learner.measures());
      callbacks.forEach(Callback::onTrainStepsEnd);
      logs.putAll(validate(learner, split.validation()));
      logs.put(History.LEARNING_RATE, learner.learningRate());
      History.Epoch finished = new History.Epoch(epoch, logs);
      history.add(finished);
      epoch++;
      samples = 0;
      callbacks.forEach(callback -> callback.onEpochEnd(finished, this));
    }

    /** Does what is left of the epoch; false if it was stopped before its end. */
    private boolean steps(int[] indices) {
      List<int[]> batches = batches(indices);
      learner.expect(batches);
      for (int[] batch : batches) {
        learner.step(batch);
        samples += batch.length;
        int seen = samples;
        callbacks.forEach(callback -> callback.onTrainBatchEnd(seen, learner::measures, this));
        if (stopReason.isPresent()) {
          return false;
        }
      }
      return true;
    }

    private List<int[]> batches(int[] indices) {
      List<int[]> batches = new ArrayList<>();
      for (int first = samples; first < indices.length; first += options.batchSize()) {
        int last = first + Math.min(options.batchSize(), indices.length - first);
        batches.add(Arrays.copyOfRange(indices, first, last));
      }
      return batches;
    }
  }

  private static Map<String, Double> validate(Learner learner, Dataset validation) {
    Map<String, Double> logs = new LinkedHashMap<>();
    if (validation.count() > 0) {
      learner.evaluate(validation).forEach((key, value) -> logs.put("val_" + key, value));
    }
    return logs;
  }
}
