package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are ended from outside, in a process of their own, and gone on with in this one. */
final class ResumeTest {

  private static final int SIGINT = 2;

  private static final String[] SETTINGS = {
    "--epochs", "4", "--batch-size", "32", "--early-stopping", "3", "--device", "cpu"
  };

  /** 1,500 training and 100 test images. */
  @TempDir static Path excerpt;

  @TempDir static Path wholeRun;

  @TempDir Path outputs;

  @BeforeAll
  static void runWithoutInterruption() throws IOException {
    Mnist.excerpt(excerpt, 1500, 100);
    train(wholeRun, SETTINGS).succeeded();
  }

  @Test
  void aKilledRunEndsAsIfNothingHadHappened() throws Exception {
    Process process = start("--checkpoint-minutes", "0.0001");
    ChildProcess.waitForLine(process, "Epoch 1/4");
    process.destroyForcibly().waitFor();

    resume().succeeded();

    assertThatItEndedLikeTheWholeRun();
  }

  @Test
  void ctrlCSavesTheRunAndEndsWith130() throws Exception {
    Process process = start();
    ChildProcess.waitForLine(process, "Epoch 1/4");
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    List<String> rest = process.inputReader().lines().toList();

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(rest)
        .contains(
            "Interrupted, and saved; resume with: mnist-cnn train --resume --name mnist_cnn"
                + " --output-dir "
                + outputs);
    assertThat(outputs.resolve("savedmodel")).doesNotExist();

    resume().succeeded();

    assertThatItEndedLikeTheWholeRun();
  }

  @Test
  void aDamagedLastCheckpointFallsBackToTheOneBeforeAndSaysSo() throws Exception {
    train(outputs, SETTINGS).succeeded();
    List<Path> checkpoints = checkpoints();
    Path last = checkpoints.get(checkpoints.size() - 1);
    damage(last);

    Run run = resume();

    assertThat(run.err())
        .containsExactly(
            "mnist-cnn: "
                + last
                + ": damaged: its SHA-256 is not the one at its end; going back to the checkpoint"
                + " before");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Resuming in epoch 4 after 0 images");
    assertThat(weights(outputs, 2)).isEqualTo(weights(wholeRun, 1));
  }

  @Test
  void whenEveryCheckpointIsDamagedItSaysSo() throws Exception {
    train(outputs, SETTINGS).succeeded();
    for (Path checkpoint : checkpoints()) {
      damage(checkpoint);
    }

    Run run = resume();

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .hasSize(3)
        .last()
        .asString()
        .endsWith("none of 2 checkpoints is whole; start the run anew without --resume");
  }

  @Test
  void otherSettingsThanTheRunWasStartedWithAreNamed() {
    train(outputs, "--epochs", "1").succeeded();

    resume("--batch-size", "64", "--learning-rate", "0.1")
        .failed(
            2,
            "a resumed run must have the settings it was started with: --batch-size was 128, is 64;"
                + " --learning-rate was not given, is 0.1 (see mnist-cnn train --help)");
  }

  @Test
  void aRunThatATimeLimitEndedGoesOnWithoutOne() throws IOException {
    String[] limited = Arrays.copyOf(SETTINGS, SETTINGS.length + 2);
    limited[SETTINGS.length] = "--max-minutes";
    limited[SETTINGS.length + 1] = "0.000001";
    Run stopped = train(outputs, limited);
    stopped.succeeded();
    assertThat(stopped.out()).anyMatch(line -> line.startsWith("Stopped: the time limit"));

    resume().succeeded();

    assertThat(weights(outputs, 2)).isEqualTo(weights(wholeRun, 1));
  }

  @Test
  void moreEpochsGoOnWhereFewerEnded() throws IOException {
    String[] one = SETTINGS.clone();
    one[1] = "1";
    train(outputs, one).succeeded();

    resume("--epochs", "4").succeeded();

    assertThat(weights(outputs, 2)).isEqualTo(weights(wholeRun, 1));
  }

  @Test
  void fewerEpochsThanAreDoneAreRefused() {
    train(outputs, "--epochs", "2").succeeded();

    resume("--epochs", "1")
        .failed(
            2,
            "--epochs must be at least 2, which the run has done, got 1 (see mnist-cnn train"
                + " --help)");
  }

  @Test
  void otherImagesAreRefused() throws IOException {
    train(outputs, "--epochs", "1").succeeded();
    Path other = Mnist.excerpt(outputs.resolve("other"), 1400, 100);

    Run.of("train", "--resume", "--data", other.toString(), "--output-dir", outputs.toString())
        .failedWith(2, "--data was " + excerpt + ", is " + other);
    Mnist.excerpt(excerpt, 1400, 100);
    try {
      resume()
          .failed(
              1,
              "cannot resume: not the same as when the run was started: the training data; bring it"
                  + " back, or start a new run");
    } finally {
      Mnist.excerpt(excerpt, 1500, 100);
    }
  }

  @Test
  void withoutARunThereIsNothingToResume() {
    resume()
        .failed(
            1,
            outputs.resolve("runs/mnist_cnn")
                + ": no run to resume; start a new one, or name the one to resume");
  }

  private static Run train(Path outputs, String... options) {
    return Run.of(arguments(outputs, options));
  }

  private Run resume(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--resume", "--output-dir", outputs.toString()));
    arguments.addAll(List.of(options));
    return Run.of(arguments.toArray(String[]::new));
  }

  private static String[] arguments(Path outputs, String... options) {
    return Stream.concat(
            Stream.of("train", "--data", excerpt.toString(), "--output-dir", outputs.toString()),
            Arrays.stream(options))
        .toArray(String[]::new);
  }

  private Process start(String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(arguments(outputs, SETTINGS)));
    command.addAll(List.of(options));
    return ChildProcess.start(listeningToCtrlC(), command);
  }

  /**
   * A shell without job control starts background jobs with SIGINT ignored, which their children
   * inherit; a program that Ctrl-C reaches was not started so.
   */
  private static List<String> listeningToCtrlC() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return List.of();
    }
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow()
            .substring("SigIgn:".length())
            .strip();
    boolean ignoresInterrupts = (Long.parseUnsignedLong(ignored, 16) & (1L << (SIGINT - 1))) != 0;
    return ignoresInterrupts ? List.of("env", "--default-signal=INT") : List.of();
  }

  private List<Path> checkpoints() throws IOException {
    try (Stream<Path> files = Files.list(outputs.resolve("runs/mnist_cnn/checkpoints"))) {
      return files.sorted().toList();
    }
  }

  private static void damage(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(1000);
      int value = bytes.read();
      bytes.seek(1000);
      bytes.write(value ^ 1);
    }
  }

  private void assertThatItEndedLikeTheWholeRun() throws IOException {
    assertThat(weights(outputs, 1)).isEqualTo(weights(wholeRun, 1));
    assertThat(outputs.resolve("runs/mnist_cnn/history.csv"))
        .hasSameTextualContentAs(wholeRun.resolve("runs/mnist_cnn/history.csv"));
  }

  private static byte[] weights(Path outputs, int version) throws IOException {
    return Files.readAllBytes(
        outputs
            .resolve("savedmodel/mnist_cnn")
            .resolve(Integer.toString(version))
            .resolve("variables/variables.data-00000-of-00001"));
  }
}
