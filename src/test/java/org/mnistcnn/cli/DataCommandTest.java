package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.data.read.ImageFolder;

/** Data sets of one's own, from {@code data} to {@code predict}. */
class DataCommandTest {

  @TempDir private Path temporary;

  private Run data(Path path, String... more) {
    String[] arguments = new String[4 + more.length];
    arguments[0] = "data";
    arguments[1] = path.toString();
    arguments[2] = "--output";
    arguments[3] = temporary.resolve("sheet.png").toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return Run.of(arguments);
  }

  @Test
  void aFolderIsDescribedWithWhatIsWrongWithIt() throws IOException {
    ImageFolder folder = new ImageFolder(temporary.resolve("shapes")).threeClasses(10);
    folder.text("red/bad.png", "").image("red/zz.png", 5, 5, 1);
    Files.copy(folder.path().resolve("red/00.png"), folder.path().resolve("blue/red.png"));

    Run run = data(folder.path(), "--test-split", "0.1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains(
            "classes          3, of 9 to 10 training images",
            "sizes            2: 6x4 (31), 5x5 (1); train needs --image-size",
            "unreadable       1")
        .anyMatch(line -> line.startsWith("duplicates ") && line.contains("1 of all these with"))
        .anyMatch(line -> line.startsWith("  red/bad.png: not an image"));
    assertThat(ImageIO.read(temporary.resolve("sheet.png").toFile()).getWidth()).isEqualTo(1604);
  }

  @Test
  void jsonHasEveryClass() throws IOException {
    ImageFolder folder = new ImageFolder(temporary.resolve("many"));
    for (int i = 0; i < 300; i++) {
      folder.grey("class %03d/1.png".formatted(i), 2, 2, i % 256);
      folder.grey("class %03d/2.png".formatted(i), 2, 2, i % 256);
    }

    Run run = data(folder.path(), "--json");

    JsonNode json = new ObjectMapper().readTree(String.join("\n", run.out()));
    assertThat(json.get("classes")).hasSize(300);
    assertThat(json.get("duplicates").get("across").asInt()).isEqualTo(300);
    assertThat(json.get("training").asInt()).isEqualTo(300);
  }

  @Test
  void wrongOptionsAreErrorsInTheCommandLine() throws IOException {
    ImageFolder folder = new ImageFolder(temporary.resolve("shapes")).threeClasses(2);
    String end = " (see mnist-cnn data --help)";

    data(folder.path(), "--skip-bad")
        .failed(
            2, "--skip-bad has no effect here: files that can't be read are always listed" + end);
    data(folder.path(), "--image-size", "3y4")
        .failed(
            2,
            "--image-size must be a width and a height such as 32x24, or one number, got 3y4"
                + end);
    data(folder.path(), "--channels", "2")
        .failed(2, "--channels must be 1 (grey) or 3 (red, green, blue), got 2" + end);
    Run.of("data", folder.path().toString(), "--output", "sheet.jpg")
        .failed(2, "--output must be a file that ends in .png, got sheet.jpg" + end);
    data(Path.of("data", "mnist"), "--test-split", "0.5")
        .failed(2, "--test-split has no effect on data/mnist: it has a test set of its own" + end);
    assertThat(temporary.resolve("sheet.png")).doesNotExist();
  }

  @Test
  void theNamesOfAFoldersClassesGoAllTheWay() throws IOException {
    ImageFolder folder = new ImageFolder(temporary.resolve("pictures"));
    for (int i = 0; i < 10; i++) {
      folder.grey("day/%d.png".formatted(i), 12, 12, 250 - i);
      folder.grey("night/%d.png".formatted(i), 12, 12, i);
    }
    String data = folder.path().toString();
    String output = temporary.resolve("out").toString();

    Run trained =
        Run.of(
            "train",
            "--data",
            data,
            "--epochs",
            "30",
            "--batch-size",
            "4",
            "--device",
            "cpu",
            "--output-dir",
            output,
            "--name",
            "sky",
            "--test-split",
            "0.3",
            "--split-seed",
            "5");
    assertThat(trained.exitCode()).isZero();
    String model = temporary.resolve("out/savedmodel/sky/1").toString();
    assertThat(Path.of(model, "assets/labels.txt")).hasContent("day\nnight");

    assertThat(Run.of("evaluate", "--data", data, "--model", model, "--output-dir", output).out())
        .anyMatch(line -> line.startsWith("Test: ") && line.endsWith("(6 images)"));
    assertThat(
            Run.of(
                    "report",
                    "--run",
                    temporary.resolve("out/runs/sky").toString(),
                    "--output-dir",
                    output)
                .succeeded()
                .out())
        .anyMatch(line -> line.startsWith("Test: ") && line.endsWith("(6 images)"));
    assertThat(
            Run.of("predict", "--model", model, folder.path().resolve("day/0.png").toString())
                .succeeded()
                .out())
        .singleElement()
        .asString()
        .contains("day/0.png: day (");
  }
}
