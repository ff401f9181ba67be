package org.mnistcnn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TrainedMnist.Resolver.class)
final class ReportCommandTest {

  private static final String PREDICTIONS =
      "true,predicted,p0,p1\n0,0,0.9,0.1\n1,0,0.6,0.4\n1,1,0.2,0.8\n0,0,0.7,0.3\n";

  @TempDir Path temporary;

  private Run report(Object... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "report";
    arguments[1] = "--output-dir";
    arguments[2] = temporary.toString();
    for (int i = 0; i < options.length; i++) {
      arguments[i + 3] = options[i].toString();
    }
    return Run.of(arguments);
  }

  private Path predictions() throws IOException {
    return Files.writeString(temporary.resolve("p.csv"), PREDICTIONS);
  }

  private JsonNode metrics(String name) throws IOException {
    Path file = temporary.resolve("charts").resolve(name).resolve("metrics.json");
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void aRunIsTestedAnewWithAllThatIsKnownOfIt(TrainedMnist trained) throws IOException {
    Run run = report("--run", trained.outputs().resolve("runs/mnist_cnn"), "--device", "cpu");
    run.succeeded();
    JsonNode then = new ObjectMapper().readTree(trained.metrics().toFile());
    JsonNode now = metrics("mnist_cnn");
    assertThat(now.get("confusion_matrix")).isEqualTo(then.get("confusion_matrix"));
    assertThat(now.get("context").get("settings").get("limit").asText()).isEqualTo("12000");
    assertThat(now.get("context").get("model").asText()).contains("conv2d (Conv2D)");
    Path charts = temporary.resolve("charts/mnist_cnn");
    assertThat(charts.resolve("training_curves.png")).exists();
    assertThat(charts.resolve("first_layer_filters.svg")).exists();
    assertThat(Files.readString(charts.resolve("report.html"))).contains("CRC-32C", "data:image/");
  }

  @Test
  void runsAreCompared(TrainedMnist trained) throws IOException {
    Path first = trained.outputs().resolve("runs/mnist_cnn");
    Path second = temporary.resolve("runs/second");
    Files.createDirectories(second);
    Files.copy(first.resolve("history.csv"), second.resolve("history.csv"));
    Files.writeString(
        second.resolve("run.json"),
        Files.readString(first.resolve("run.json"))
            .replace("../../savedmodel/mnist_cnn/1", trained.savedModel().toString()));
    report("--compare", first, second, "--device", "cpu").succeeded();
    assertThat(Files.readString(temporary.resolve("charts/comparison/comparison.md")))
        .contains("| mnist&#95;cnn | second |", "McNemar's p = 1,");
    assertThat(temporary.resolve("charts/comparison/comparison_curves.png")).exists();
  }

  @Test
  void predictionsOfAnotherProgramAreEnough() throws IOException {
    Path names = Files.write(temporary.resolve("names"), List.of("<script>", "dog"));
    Run run =
        report("--predictions", predictions(), "--class-names", names, "--name", "other")
            .succeeded();
    assertThat(run.out()).contains("Test: loss 0.4004, accuracy 0.7500 (4 images)");
    assertThat(metrics("other").get("classes")).hasToString("[\"<script>\",\"dog\"]");
    assertThat(Files.readString(temporary.resolve("charts/other/report.html")))
        .contains("&lt;script&gt;");
  }

  @Test
  void aFailedGateIsExitCodeThreeAfterEverythingIsWritten() throws IOException {
    Run run =
        report(
            "--predictions",
            predictions(),
            "--fail-under",
            "accuracy=0.7",
            "--fail-under",
            "recall[1]=0.6",
            "--fail-over",
            "ece=0.9");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out())
        .containsSubsequence(
            "Gates:",
            "  passed accuracy >= 0.7: 0.750000",
            "  FAILED recall[1] >= 0.6: 0.500000",
            "  passed ece <= 0.9: 0.300000");
    Path charts = temporary.resolve("charts/mnist_cnn");
    assertThat(Files.readString(charts.resolve("gates.xml"))).contains("failures=\"1\"");
    assertThat(Files.readString(charts.resolve("report.html"))).contains("1 of 3 gates failed.");
    assertThat(Files.readString(charts.resolve("report.md"))).contains("1 of 3 gates failed");
  }

  @Test
  void aBaselineAndItsPredictionsTellNoiseFromADrop() throws IOException {
    Path better =
        Files.writeString(
            temporary.resolve("better.csv"), PREDICTIONS.replace("1,0,0.6,0.4", "1,1,0.4,0.6"));
    report("--predictions", better, "--name", "better").succeeded();
    Path baseline = temporary.resolve("charts/better/metrics.json");
    Run run =
        report(
            "--predictions", predictions(), "--baseline", baseline, "--max-drop", "accuracy=0.1");
    assertThat(run.out())
        .contains(
            "  passed accuracy drops by <= 0.1: 0.750000 (baseline 1.000000, worse by 0.250000,"
                + " McNemar's p = 1.000: taken for noise)");
    assertThat(run.exitCode()).isZero();
    Files.delete(temporary.resolve("charts/better/predictions.csv"));
    assertThat(
            report(
                    "--predictions",
                    predictions(),
                    "--baseline",
                    baseline,
                    "--max-drop",
                    "accuracy=0.1")
                .exitCode())
        .isEqualTo(3);
  }

  @Test
  void gatesThatNameNothingAreUsageErrors() throws IOException {
    Path predictions = predictions();
    report("--predictions", predictions, "--fail-under", "acuracy=1")
        .failedWith(2, "there is no measure \"acuracy\"");
    report("--predictions", predictions, "--fail-under", "recall[2]=1")
        .failedWith(2, "there is no class \"2\"; there are 0, 1");
    report("--predictions", predictions, "--fail-under", "accuracy")
        .failedWith(2, "a gate must be MEASURE=NUMBER");
    report("--predictions", predictions, "--max-drop", "accuracy=0.1")
        .failedWith(2, "a largest drop needs a baseline");
    Path gates = Files.writeString(temporary.resolve("gates.json"), "{}");
    report("--predictions", predictions, "--gates", gates).failedWith(2, "there is no gate in it");
    assertThat(temporary.resolve("charts")).doesNotExist();
  }

  @Test
  void gatesComeFromAFileToo() throws IOException {
    Path gates =
        Files.writeString(
            temporary.resolve("gates.json"), "{\"fail_under\": {\"accuracy\": 0.76}}");
    assertThat(report("--predictions", predictions(), "--gates", gates).exitCode()).isEqualTo(3);
  }

  @Test
  void whatIsMissingOrBrokenIsRefused() throws IOException {
    report().failedWith(2, "Missing required argument");
    report("--run", temporary.resolve("nowhere"))
        .failed(
            1,
            "%s: not a finished run (no run.json in it); name a directory such as runs/mnist_cnn"
                .formatted(temporary.resolve("nowhere")));
    report("--predictions", temporary.resolve("nowhere.csv"))
        .failed(1, temporary.resolve("nowhere.csv") + ": no such file or directory");
    Path empty = Files.createFile(temporary.resolve("empty.csv"));
    report("--predictions", empty)
        .failed(1, empty + ": empty; expected a first line true,predicted,p0,p1,...");
    Path names = Files.write(temporary.resolve("names"), List.of("a", "b"));
    report("--run", temporary, "--class-names", names)
        .failedWith(2, "--class-names has no effect here");
  }

  @Test
  void oneClassOnlyIsReportedAndItsRocSaidToBeUndefined() throws IOException {
    Path file =
        Files.writeString(temporary.resolve("p.csv"), "true,predicted,p0,p1\n0,0,0.9,0.1\n");
    report("--predictions", file).succeeded();
    assertThat(metrics("mnist_cnn").get("macro_auc").isNull()).isTrue();
    assertThat(Files.readString(temporary.resolve("charts/mnist_cnn/report.html")))
        .contains("no ROC curve is defined");
  }
}
