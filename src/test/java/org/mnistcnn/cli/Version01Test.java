package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mnistcnn.data.Dataset;

/** Runs, searches and models of version 0.1 are of use still, see {@code version01/README.md}. */
final class Version01Test {

  /** Where version 0.1 had its data sets: a run is resumed on the images that it names. */
  private static final Path DATA = Path.of("target", "version01");

  private static final Path IMAGES = DATA.resolve("mnist");
  private static final Path PICTURES = DATA.resolve("pictures");

  @TempDir Path outputs;

  @BeforeAll
  static void writeTheImages() throws IOException {
    Mnist.excerpt(IMAGES, 400, 100);
    Dataset first = Mnist.training().slice(0, 300);
    for (int i = 0; i < first.count(); i++) {
      Path folder = Files.createDirectories(PICTURES.resolve(Integer.toString(first.label(i))));
      BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
      ByteBuffer pixels = first.pixels(i, i + 1);
      for (int at = 0; at < 28 * 28; at++) {
        picture.getRaster().setSample(at % 28, at / 28, 0, pixels.get() & 0xff);
      }
      ImageIO.write(
          picture, "png", folder.resolve(String.format(Locale.ROOT, "%03d.png", i)).toFile());
    }
  }

  @BeforeEach
  void copyWhatItWrote() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(Recorded.VERSION_0_1)) {
      all = files.filter(Files::isRegularFile).toList();
    }
    for (Path file : all) {
      Path copy = outputs.resolve(Recorded.VERSION_0_1.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "further", "early", "average"})
  void aRunEndsAsItWouldHaveEnded(String name) throws IOException {
    run("train", "--resume", "--name", name).succeeded();

    Recorded.assertSameRun(name, outputs, name);
  }

  @Test
  void otherSettingsThanThoseOfTheRunAreNamed() {
    run("train", "--resume", "--name", "plain", "--batch-size", "64", "--l2", "0.1")
        .failed(
            2,
            "a resumed run must have the settings it was started with: --batch-size was 32, is 64;"
                + " --l2 was not given, is 0.1 (see mnist-cnn train --help)");
  }

  @Test
  void anEnsembleTrainsTheMemberThatIsNotFinished() throws IOException {
    Run run = run("ensemble", "--resume", "--name", "whole").succeeded();

    assertThat(run.out())
        .contains(
            "Member 1 of 2, whole-1: finished before, and not trained again",
            "Member 2 of 2, whole-2: resumes from its last checkpoint");
    Recorded.assertSameRun("whole-2", outputs, "whole-2");
    Recorded.assertSameWeights("whole", outputs, "whole");
  }

  @Test
  void aSearchEndsAsItWouldHaveEnded() throws IOException {
    Run run = run("tune", "--resume", "--name", "search").succeeded();

    assertThat(run.err()).isEmpty();
    Recorded.assertSameTrials("search", outputs.resolve("runs/search/trials.jsonl"));
  }

  @Test
  void aSearchWithAnotherSamplerIsAnother() {
    run("tune", "--resume", "--name", "search", "--sampler", "random")
        .failedWith(2, "holds another search: --sampler was tpe, is random; choose another --name");
  }

  @Test
  void aReportShowsAFinishedRun() throws IOException {
    Path report = outputs.resolve("report");

    Run.of(
            "report",
            "--run",
            outputs.resolve("runs/pictures").toString(),
            "--output-dir",
            report.toString(),
            "--device",
            "cpu")
        .succeeded();

    try (Stream<Path> files = Files.walk(report)) {
      assertThat(files.filter(file -> file.endsWith("report.md")).toList())
          .singleElement()
          .satisfies(
              file -> assertThat(Files.readString(file)).contains("accuracy", "test-split", "90"));
    }
  }

  @Test
  void aModelCardSaysWhichPicturesAModelHasNotLearnedFrom() {
    Path model = outputs.resolve("savedmodel/pictures/1");
    String kept = "30 % of each class, 90 images, are kept for testing";

    Run evaluated =
        Run.of(
            "evaluate",
            "--model",
            model.toString(),
            "--data",
            PICTURES.toString(),
            "--device",
            "cpu",
            "--output-dir",
            outputs.toString());
    assertThat(evaluated.exitCode()).isZero();
    assertThat(evaluated.out()).anyMatch(line -> line.contains(kept));
    assertThat(evaluated.out())
        .anyMatch(
            line -> line.matches("Test: loss 2\\.30\\d\\d, accuracy 0\\.\\d+ \\(90 images\\)"));

    Run ensemble =
        run(
            "ensemble",
            "--from",
            model.toString(),
            outputs.resolve("runs/pictures").toString(),
            "--name",
            "both",
            "--data",
            PICTURES.toString());
    assertThat(ensemble.exitCode()).isZero();
    assertThat(ensemble.err()).anyMatch(line -> line.contains(kept));
  }

  private Run run(String... options) {
    return Run.of(
        Stream.concat(
                Stream.of(options),
                Stream.of("--device", "cpu", "--output-dir", outputs.toString()))
            .toArray(String[]::new));
  }
}
