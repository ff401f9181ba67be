package org.mnistcnn.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.SavedModelSource;
import org.mnistcnn.report.RunContext;
import org.mnistcnn.train.Checkpoint;
import org.mnistcnn.train.CheckpointStore;
import org.mnistcnn.train.History;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A member of an ensemble that is trained: a run of {@code train}.
 *
 * @param options the run's
 * @param last where it stands; empty if it has not begun
 */
record MemberRun(TrainCommand options, CheckpointStore checkpoints, Optional<Checkpoint> last) {

  /** How far a run is. */
  enum State {
    NEW("not begun yet"),
    BEGUN("goes on from its last checkpoint"),
    FINISHED("finished before, and not trained again");

    private final String description;

    State(String description) {
      this.description = description;
    }

    String description() {
      return description;
    }
  }

  /**
   * The run of these options.
   *
   * @param where the command that it is a part of
   */
  static MemberRun of(List<String> arguments, CommandSpec where) throws IOException {
    TrainCommand options = TrainCommand.parsed(new TrainCommand(), arguments, where.commandLine());
    Path run = options.common.outputs().run();
    CheckpointStore checkpoints = new CheckpointStore(run.resolve(ModelSource.CHECKPOINTS));
    try {
      return new MemberRun(
          options,
          checkpoints,
          checkpoints.latest(
              warning -> where.commandLine().getErr().println("mnist-cnn: " + warning)));
    } catch (IOException e) {
      throw new IOException(
          "%s: the member's checkpoints can't be read (%s); delete that directory to train it anew"
              .formatted(run, e.getMessage()),
          e);
    }
  }

  String name() {
    return options.common.name();
  }

  /**
   * Checks that a run that is there is one of these options, on these images.
   *
   * @param fingerprint of the training set
   */
  void requireSame(String fingerprint) throws IOException {
    if (last.isEmpty()) {
      return;
    }
    List<String> differences =
        RunSettings.differences(
            RunSettings.of(options.spec().commandLine().getParseResult()), last.get().settings());
    if (!differences.isEmpty()) {
      throw options.common.usage(
          "member %s was started with other settings: %s; give the ensemble another --name, or delete %s"
              .formatted(name(), String.join("; ", differences), options.common.outputs().run()));
    }
    String then = last.get().settings().getOrDefault(RunSettings.DATA, "");
    if (!then.equals(fingerprint)) {
      throw new InvalidDataException(
          "%s: not the training set that member %s was started with (%s, now %s); give the ensemble another --name"
              .formatted(options.common.data(), name(), then, fingerprint));
    }
  }

  State state() {
    if (last.isEmpty()) {
      return State.NEW;
    }
    return Files.exists(file()) ? State.FINISHED : State.BEGUN;
  }

  private Path file() {
    return options.common.outputs().run().resolve(TrainJob.RUN_FILE);
  }

  /**
   * Trains it to its end, if it is not there; returns the exit code of {@code train}.
   *
   * @param data what its options name
   */
  int train(TrainTestData data) throws IOException {
    return state() == State.FINISHED
        ? 0
        : new TrainJob(options, options.spec(), checkpoints, last).run(data);
  }

  /** What a finished run has exported. */
  EnsembleJob.Member trained() throws IOException {
    Path run = options.common.outputs().run();
    Path model = run.resolve(RunContext.read(file()).data().getOrDefault("model", "")).normalize();
    History history = new History();
    checkpoints
        .latest(warning -> {})
        .ifPresent(checkpoint -> checkpoint.history().forEach(history::add));
    try {
      return new EnsembleJob.Member(
          name(),
          SavedModelSource.read(model, Device.choose(Device.Choice.CPU)),
          Optional.of(history));
    } catch (IOException e) {
      throw new IOException(
          "%s; to export member %s again, delete %s".formatted(e.getMessage(), name(), file()), e);
    }
  }
}
