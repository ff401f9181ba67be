package org.mnistcnn.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mnistcnn.common.AtomicFile;
import org.mnistcnn.common.Json;
import org.mnistcnn.metrics.Scores;

/**
 * A model card of what is known: Markdown with front matter as model hubs read it, and the same as
 * JSON. What only its author can say, such as what it is meant for, is asked for.
 */
final class ReportCard {

  private ReportCard() {}

  /** Writes the card for people. */
  static void writeMarkdown(Path file, ReportInput reportInput) throws IOException {
    Scores scores = reportInput.scores();
    StringBuilder text = new StringBuilder("---\n");
    text.append("library_name: tensorflow\npipeline_tag: image-classification\n");
    text.append("tags:\n- image-classification\nmodel-index:\n");
    text.append("- name: ").append(quoted(reportInput.name())).append('\n');
    text.append("  results:\n  - task:\n      type: image-classification\n");
    text.append("    dataset:\n      name: ").append(quoted(dataset(reportInput))).append('\n');
    text.append("      type: image-classification\n    metrics:\n");
    metrics(scores)
        .forEach(
            (name, value) ->
                text.append("    - type: %s\n      value: %s\n".formatted(name, value)));
    text.append("---\n\n# ").append(Markdown.escape(reportInput.name())).append("\n\n");
    text.append(
        "An image classifier of %d classes: %s.\n\n"
            .formatted(
                scores.matrix().classes(),
                Markdown.escape(String.join(", ", scores.matrix().classNames()))));
    text.append("## Results\n\n```\n");
    text.append(scores.report().text().replace("`", "'")).append("```\n\n");
    text.append(
        "Accuracy %s, 95 %% interval %s to %s, on %s samples.\n\n"
            .formatted(
                NumberFormat.percent(scores.report().accuracy()),
                NumberFormat.percent(scores.accuracyInterval().low()),
                NumberFormat.percent(scores.accuracyInterval().high()),
                NumberFormat.count(scores.matrix().total())));
    scores.notes().forEach(note -> text.append("- ").append(Markdown.escape(note)).append('\n'));
    reportInput
        .context()
        .parts()
        .forEach(
            (part, facts) -> {
              text.append("\n## ").append(part).append("\n\n");
              facts.forEach(
                  (key, value) ->
                      text.append(
                          "- %s: %s\n".formatted(Markdown.escape(key), Markdown.escape(value))));
            });
    if (!reportInput.context().model().isEmpty()) {
      text.append("\n## Network\n\n```\n");
      text.append(reportInput.context().model().replace("`", "'")).append("\n```\n");
    }
    text.append("\n## Intended use and limits\n\n");
    text.append("Not known to the program that wrote this card; to be written by the author.\n");
    AtomicFile.write(file, text.toString());
  }

  /** Writes the card for programs. */
  static void writeJson(Path file, ReportInput reportInput) throws IOException {
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("schema", 1);
    card.put("name", reportInput.name());
    card.put("task", "image-classification");
    card.put("classes", reportInput.predictions().classNames());
    card.put("dataset", dataset(reportInput));
    card.put("samples", reportInput.predictions().count());
    card.put("metrics", metrics(reportInput.scores()));
    card.put("notes", reportInput.scores().notes());
    card.put("context", reportInput.context().asMap());
    AtomicFile.write(file, Json.pretty(card));
  }

  private static Map<String, Double> metrics(Scores scores) {
    Map<String, Double> metrics = new LinkedHashMap<>(scores.overall());
    metrics.values().removeIf(value -> !Double.isFinite(value));
    return metrics;
  }

  private static String dataset(ReportInput reportInput) {
    return reportInput.context().data().entrySet().stream()
        .map(entry -> "%s: %s".formatted(entry.getKey(), entry.getValue()))
        .findFirst()
        .orElse("unknown");
  }

  /** A string of YAML: one of JSON is. */
  private static String quoted(String text) {
    return Json.line(text);
  }
}
