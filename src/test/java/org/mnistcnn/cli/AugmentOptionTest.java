package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random changes of training images, asked for in the command line. */
final class AugmentOptionTest {

  /** 200 training and 20 test images. */
  @TempDir static Path excerpt;

  @TempDir Path outputs;

  @BeforeAll
  static void writeTheExcerpt() throws IOException {
    Mnist.excerpt(excerpt, 200, 20);
  }

  private Run run(String command, String... options) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--output-dir", outputs.toString(), "--epochs", "1"));
    arguments.addAll(List.of(options));
    return Run.of(arguments.toArray(String[]::new));
  }

  private Run train(String augment) {
    return run("train", "--data", excerpt.toString(), "--device", "cpu", "--augment", augment);
  }

  @Test
  void aRunIsResumedWithTheAugmentationItWasStartedWith() {
    train("rotation=15,mixup=0.2").succeeded();

    run("train", "--resume", "--augment", "rotation=20")
        .failedWith(
            2,
            "a resumed run must have the settings it was started with",
            "--augment was rotation=15,mixup=0.2, is rotation=20");
    run("train", "--resume").succeeded();
  }

  @Test
  void aWrongTextIsAnErrorInTheCommandLine() {
    train("rotation").failedWith(2, "--augment: rotation needs a value, such as rotation=15");
    train("rotaton=15")
        .failedWith(2, "--augment: no augmentation rotaton; did you mean rotation? There are");
    train("zoom=2").failedWith(2, "--augment: zoom must be in (-1, 1], got 2");
    train("").failedWith(2, "--augment: must be name=value");
    Run.of("data", excerpt.toString(), "--preview-augment", "mixup")
        .failedWith(2, "--preview-augment: mixup needs a value, such as mixup=0.2");
    Run.of("benchmark", "--data", excerpt.toString(), "--augment", "fill=1")
        .failedWith(2, "--augment: fill needs rotation, zoom, shift or elastic");
  }

  @Test
  void aPictureShowsWhatImagesBecome() throws IOException {
    Path sheet = outputs.resolve("sheet.png");

    Run run =
        Run.of(
            "data",
            excerpt.toString(),
            "--output",
            sheet.toString(),
            "--preview-augment",
            "rotation=15,mixup=1");

    run.succeeded();
    assertThat(run.out()).contains("  " + outputs.resolve("augmentation.png"));
    BufferedImage picture = ImageIO.read(outputs.resolve("augmentation.png").toFile());
    assertThat(picture.getWidth()).isEqualTo(1604);
    assertThat(picture.getHeight()).isGreaterThan(1500);
  }
}
