package org.mnistcnn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.gates.Gate;
import org.mnistcnn.gates.Gates;
import org.mnistcnn.metrics.MadeUp;
import org.mnistcnn.metrics.MeasureName;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.train.History;

final class ReportFilesTest {

  private static final List<String> NAMES = List.of("cat", "a,b", "<b>|*x*|");

  @TempDir Path directory;

  private final ReportInput reportInput =
      ReportInput.of("model", MadeUp.predictions(1, NAMES, 200, 2));

  @Test
  void tablesHoldTheNumbers() throws IOException {
    Report.write(directory, reportInput);
    assertThat(directory.resolve("confusion_matrix.csv"))
        .content()
        .startsWith("true,cat,\"a,b\",<b>|*x*|")
        .hasLineCount(4);
    assertThat(directory.resolve("classification_report.csv"))
        .content()
        .startsWith("class,precision,recall,f1-score,support,auc,average_precision")
        .contains("\"a,b\"," + reportInput.scores().report().classes().get(1).precision())
        .hasLineCount(6);
    assertThat(
            PredictionsCsv.read(directory.resolve("predictions.csv"), Optional.of(NAMES)).count())
        .isEqualTo(200);
  }

  @Test
  void metricsJsonHasEveryMeasureThatAGateMayName() throws IOException {
    Report.write(directory, reportInput);
    JsonNode json = new ObjectMapper().readTree(directory.resolve("metrics.json").toFile());
    for (MeasureName.Measure measure : MeasureName.Measure.values()) {
      JsonNode holder = measure.ofClass() ? json.get("per_class").get(2) : json;
      MeasureName name =
          new MeasureName(measure, measure.ofClass() ? Optional.of(2) : Optional.empty());
      assertThat(holder.get(measure.toString()).doubleValue())
          .as(measure.toString())
          .isEqualTo(reportInput.scores().value(name));
    }
  }

  @Test
  void whatALaterReportLacksGoes() throws IOException {
    History history = new History();
    history.add(new History.Epoch(0, Map.of("loss", 0.5, "accuracy", 0.8)));
    Gates gates =
        new Gates(List.of(Gate.parse(Gate.Kind.FAIL_UNDER, "accuracy=0.1")), Optional.empty());
    Path mine = Files.writeString(directory.resolve("notes.txt"), "mine");
    Report.write(
        directory,
        reportInput
            .with()
            .history(history)
            .gates(gates.check(reportInput.scores(), reportInput.predictions()))
            .build());
    assertThat(directory.resolve("gates.xml")).exists();
    List<Path> later = Report.write(directory, reportInput);
    try (var files = Files.list(directory)) {
      assertThat(files.filter(file -> !file.equals(mine)))
          .containsExactlyInAnyOrderElementsOf(later);
    }
    assertThat(mine).hasContent("mine");
  }

  @Test
  void markdownIsSmallAndHarmlessHoweverManyClassesThereAre() throws IOException {
    List<String> names =
        IntStream.range(0, 700)
            .mapToObj(i -> "@someone <script>|`class`| with a long name, number " + i)
            .toList();
    ReportInput many = ReportInput.of("model", MadeUp.predictions(2, names, 1500, 5));
    String text = Markdown.report(many);
    assertThat(text.length()).isLessThan(64_000);
    assertThat(text).doesNotContain("<script>", "@someone").contains("worst of 700");
  }

  @Test
  void markdownHasTablesBarsAndGates() {
    Gates gates =
        new Gates(List.of(Gate.parse(Gate.Kind.FAIL_UNDER, "recall[cat]=1")), Optional.empty());
    String text =
        Markdown.report(
            reportInput
                .with()
                .gates(gates.check(reportInput.scores(), reportInput.predictions()))
                .build());
    assertThat(text)
        .startsWith("# model\n\n**Accuracy ")
        .contains(
            "\u274C 1 of 1 gates failed", "| recall&#91;cat&#93; &#62;= 1.0 |", "\u2588\u2588")
        .contains("| &#60;b&#62;&#124;&#42;x&#42;&#124; | ");
  }

  @Test
  void theModelCardIsFilledFromWhatIsKnown() throws IOException {
    ReportInput known =
        reportInput.withContext(
            new RunContext(
                "Layer (type)",
                Map.of("--epochs", "3"),
                Map.of("test set", "200 images: \"quoted\""),
                Map.of("Java", "17"),
                "CPU",
                Map.of("training", 1.5)));
    Report.write(directory, known);
    assertThat(Files.readString(directory.resolve("model_card.md")))
        .startsWith("---\nlibrary_name: tensorflow\n")
        .contains("- name: \"model\"", "name: \"test set: 200 images: \\\"quoted\\\"\"")
        .contains("    - type: accuracy\n      value: " + reportInput.scores().report().accuracy())
        .contains(reportInput.scores().report().text(), "- training: 1.5 s", "Layer (type)");
    JsonNode json = new ObjectMapper().readTree(directory.resolve("model_card.json").toFile());
    assertThat(json.get("metrics").get("ece").doubleValue())
        .isEqualTo(reportInput.scores().calibration().error());
    assertThat(json.get("context").get("device").asText()).isEqualTo("CPU");
  }

  @Test
  void whatIsKnownOfARunIsReadBack() throws IOException {
    RunContext context =
        new RunContext("m", Map.of("a", "b"), Map.of(), Map.of("c", "d"), "CPU", Map.of("t", 1.5));
    Path file = directory.resolve("run.json");
    context.write(file);
    assertThat(RunContext.read(file)).isEqualTo(context);
  }

  @Test
  void runsAreComparedWithTheFirst() throws IOException {
    Predictions same = reportInput.predictions();
    ReportInput twin = ReportInput.of("twin", same);
    ReportInput stranger = ReportInput.of("stranger", MadeUp.predictions(9, NAMES, 100, 1));
    Comparison comparison = new Comparison("three", List.of(reportInput, twin, stranger));
    assertThat(comparison.pValue(1)).hasValue(1);
    assertThat(comparison.verdict(2)).contains("different samples");
    List<Path> files = comparison.write(directory);
    assertThat(files)
        .extracting(file -> file.getFileName().toString())
        .containsExactly("comparison.html", "comparison.md", "comparison.csv");
    assertThat(Files.readString(files.get(1))).contains("| model | twin | stranger |", "(+0.0000)");
    assertThat(files.get(2)).content().contains("mcnemar_p,,1.0,");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Comparison("one", List.of(reportInput)))
        .withMessage("compare needs at least 2 runs, got 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Comparison("same", List.of(reportInput, reportInput)))
        .withMessageContaining("different names");
  }
}
