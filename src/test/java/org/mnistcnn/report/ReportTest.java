package org.mnistcnn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.train.History;

final class ReportTest {

  private static final Predictions PREDICTIONS =
      new Predictions(
          List.of("cat", "dog"), new int[] {0, 1, 1, 1}, new float[] {1, 0, 0, 1, 0, 1, 1, 0});

  @TempDir Path directory;

  @Test
  void writesChartsAndNumbers() throws IOException {
    Path charts = directory.resolve("charts/model");
    List<Path> files = Report.write(charts, "model", PREDICTIONS, Optional.of(oneEpoch()));
    assertThat(files)
        .contains(
            charts.resolve("confusion_matrix.png"),
            charts.resolve("training_curves.png"),
            charts.resolve("metrics.json"));
    assertThat(charts).isDirectoryNotContaining(file -> !files.contains(file));
    assertThat(ImageIO.read(charts.resolve("confusion_matrix.png").toFile()).getWidth())
        .isBetween(1200, 2000);
    assertThat(ImageIO.read(charts.resolve("training_curves.png").toFile()).getWidth())
        .isEqualTo(2400);
  }

  @Test
  void drawsNoCurvesWithoutAHistory() throws IOException {
    Path curves = directory.resolve("training_curves.png");
    assertThat(Report.write(directory, "model", PREDICTIONS, Optional.empty()))
        .doesNotContain(curves);
    assertThat(Report.write(directory, "model", PREDICTIONS, Optional.of(new History())))
        .doesNotContain(curves);
    assertThat(directory.resolve("training_curves.png")).doesNotExist();
  }

  @Test
  void tellsProgramsTheNumbers() throws IOException {
    Report.write(directory, "model \"one\"", PREDICTIONS, Optional.empty());
    JsonNode json = new ObjectMapper().readTree(directory.resolve("metrics.json").toFile());
    assertThat(json.fieldNames())
        .toIterable()
        .contains("accuracy_interval", "log_loss", "macro_auc", "per_class", "calibration");
    assertThat(json.get("schema").intValue()).isEqualTo(3);
    assertThat(json.get("model").textValue()).isEqualTo("model \"one\"");
    assertThat(json.get("samples").intValue()).isEqualTo(4);
    assertThat(json.get("accuracy").doubleValue()).isEqualTo(0.75);
    assertThat(json.get("loss").doubleValue()).isEqualTo(PREDICTIONS.loss());
    assertThat(json.get("classes")).hasToString("[\"cat\",\"dog\"]");
    assertThat(json.get("confusion_matrix")).hasToString("[[1,0],[1,2]]");
  }

  @Test
  void saysNullOfWhatIsNotANumber() throws IOException {
    Predictions none = new Predictions(List.of("cat", "dog"), new int[0], new float[0]);
    Report.write(directory, "model", none, Optional.empty());
    JsonNode json = new ObjectMapper().readTree(directory.resolve("metrics.json").toFile());
    assertThat(json.get("accuracy").isNull()).isTrue();
    assertThat(json.get("loss").isNull()).isTrue();
    assertThat(json.get("samples").intValue()).isZero();
  }

  @Test
  void refusesPredictionsOfNoClass() {
    Predictions nothing = new Predictions(List.of(), new int[0], new float[0]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Report.write(directory, "model", nothing, Optional.empty()))
        .withMessage("a report needs predictions of at least one class, got none for model");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void namesTheFileThatStandsInTheWay() throws IOException {
    Path occupied = Files.writeString(directory.resolve("occupied"), "mine");
    assertThatThrownBy(() -> Report.write(occupied, "model", PREDICTIONS, Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write " + occupied)
        .hasMessageEndingWith(": %s is not a directory; choose another output directory", occupied);
    assertThat(occupied).hasContent("mine");
  }

  @Test
  void leavesEarlierFilesWholeWhenItFails() throws IOException {
    Files.createDirectories(directory.resolve("confusion_matrix.png/in_the_way"));
    Path metrics = Files.writeString(directory.resolve("metrics.json"), "earlier");
    assertThatThrownBy(() -> Report.write(directory, "model", PREDICTIONS, Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write " + directory.resolve("confusion_matrix.png"))
        .hasMessageEndingWith("choose another output directory")
        .hasMessageNotContaining("\n");
    assertThat(metrics).hasContent("earlier");
    assertThat(directory).isDirectoryNotContaining(file -> file.toString().contains(".tmp-"));
  }

  /** In a JVM of its own, whose fontconfig finds no font. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void saysWhatToInstallWhereThereAreNoFonts() throws IOException, InterruptedException {
    Path noFonts = Files.writeString(directory.resolve("fonts.conf"), "<fontconfig/>");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Duser.home=" + directory,
                "-cp",
                System.getProperty("java.class.path"),
                WithoutFonts.class.getName(),
                directory.resolve("charts").toString())
            .redirectErrorStream(true);
    builder.environment().put("FONTCONFIG_FILE", noFonts.toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    assertThat(output)
        .contains(
            "no fonts found: install fontconfig and a font, e.g. Debian's fontconfig and"
                + " fonts-dejavu-core");
    assertThat(directory.resolve("charts")).doesNotExist();
  }

  /** Writes a report, and prints the message of its failure. */
  static final class WithoutFonts {
    private WithoutFonts() {}

    public static void main(String[] arguments) {
      try {
        Report.write(Path.of(arguments[0]), "model", PREDICTIONS, Optional.empty());
      } catch (IOException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private static History oneEpoch() {
    History history = new History();
    history.add(new History.Epoch(0, Map.of("loss", 0.5, "accuracy", 0.8)));
    return history;
  }
}
