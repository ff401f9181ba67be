package org.mnistcnn.app.ensemble;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.app.RunObserver;
import org.mnistcnn.app.TrainRun;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.SavedModelSource;
import org.mnistcnn.report.RunContext;
import org.mnistcnn.train.Checkpoint;
import org.mnistcnn.train.History;

/**
 * A member of an ensemble that is trained: a run.
 *
 * @param last its last checkpoint; empty if it has not begun
 */
record TrainedMember(RunConfig config, Optional<Checkpoint> last) {

  /** How far a run is. */
  enum State {
    NEW("not begun yet"),
    BEGUN("resumes from its last checkpoint"),
    FINISHED("finished before, and not trained again");

    private final String description;

    State(String description) {
      this.description = description;
    }

    String description() {
      return description;
    }
  }

  /** The run of a configuration, as far as it is. */
  static TrainedMember of(RunConfig config, RunObserver observer) throws IOException {
    try {
      return new TrainedMember(
          config, config.output().outputs().checkpoints().latest(observer::warn));
    } catch (IOException e) {
      throw new IOException(
          "%s: the member's checkpoints can't be read (%s); delete that directory to train it anew"
              .formatted(config.output().outputs().run(), e.getMessage()),
          e);
    }
  }

  String name() {
    return config.output().name();
  }

  private Path directory() {
    return config.output().outputs().run();
  }

  /**
   * Checks that an existing run is one of this configuration, on these images.
   *
   * @param images see {@link RunConfig#images}
   */
  void requireSame(String images) throws IOException {
    if (last.isEmpty()) {
      return;
    }
    List<String> differences = TrainRun.differences(config, last.get(), directory());
    if (!differences.isEmpty()) {
      throw SettingException.of(
          "member %s was started with other settings: "
              + String.join("; ", differences)
              + "; give the ensemble another {name}, or delete %s",
          name(),
          directory());
    }
    String earlier = TrainRun.images(last.get(), directory());
    if (!earlier.equals(images)) {
      throw new InvalidDataException(
          "%s: not the training set that member %s was started with (%s, now %s); give the ensemble another name"
              .formatted(config.data().place(), name(), earlier, images));
    }
  }

  State state() {
    if (last.isEmpty()) {
      return State.NEW;
    }
    return Files.exists(TrainRun.file(directory())) ? State.FINISHED : State.BEGUN;
  }

  /**
   * Trains it to its end, if it is not there; returns whether it came there.
   *
   * @param data what its configuration names
   */
  boolean train(TrainTestData data, RunObserver observer) throws IOException {
    return state() == State.FINISHED || !TrainRun.run(config, data, last, observer).interrupted();
  }

  /** What a finished run has exported. */
  Member trained() throws IOException {
    Path file = TrainRun.file(directory());
    Path model =
        directory().resolve(RunContext.read(file).data().getOrDefault("model", "")).normalize();
    History history = new History();
    config
        .output()
        .outputs()
        .checkpoints()
        .latest(warning -> {})
        .ifPresent(checkpoint -> checkpoint.history().forEach(history::add));
    try {
      return new Member(
          name(),
          SavedModelSource.read(model, Device.choose(Device.Choice.CPU)),
          Optional.of(history));
    } catch (IOException e) {
      throw new IOException(
          "%s; to export member %s again, delete %s".formatted(e.getMessage(), name(), file), e);
    }
  }
}
