package org.mnistcnn.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mnistcnn.metrics.Scores;

/**
 * A model card of what is known: Markdown with front matter as model hubs read it, and the same as
 * JSON. What only its author can say, such as what it is meant for, is asked for.
 */
final class ModelCard {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelCard() {}

  /** Writes the card for people. */
  static void writeMarkdown(Path file, Evidence evidence) throws IOException {
    Scores scores = evidence.scores();
    StringBuilder text = new StringBuilder("---\n");
    text.append("library_name: tensorflow\npipeline_tag: image-classification\n");
    text.append("tags:\n- image-classification\nmodel-index:\n");
    text.append("- name: ").append(quoted(evidence.name())).append('\n');
    text.append("  results:\n  - task:\n      type: image-classification\n");
    text.append("    dataset:\n      name: ").append(quoted(dataset(evidence))).append('\n');
    text.append("      type: image-classification\n    metrics:\n");
    metrics(scores)
        .forEach(
            (name, value) ->
                text.append("    - type: %s\n      value: %s\n".formatted(name, value)));
    text.append("---\n\n# ").append(Markdown.escape(evidence.name())).append("\n\n");
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
                Numbers.percent(scores.report().accuracy()),
                Numbers.percent(scores.accuracyInterval().low()),
                Numbers.percent(scores.accuracyInterval().high()),
                Numbers.count(scores.matrix().total())));
    scores.notes().forEach(note -> text.append("- ").append(Markdown.escape(note)).append('\n'));
    evidence
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
    if (!evidence.context().model().isEmpty()) {
      text.append("\n## Network\n\n```\n");
      text.append(evidence.context().model().replace("`", "'")).append("\n```\n");
    }
    text.append("\n## Intended use and limits\n\n");
    text.append("Not known to the program that wrote this card; to be written by the author.\n");
    Report.text(file, text.toString());
  }

  /** Writes the card for programs. */
  static void writeJson(Path file, Evidence evidence) throws IOException {
    Map<String, Object> card = new LinkedHashMap<>();
    card.put("schema", 1);
    card.put("name", evidence.name());
    card.put("task", "image-classification");
    card.put("classes", evidence.predictions().classNames());
    card.put("dataset", dataset(evidence));
    card.put("samples", evidence.predictions().count());
    card.put("metrics", metrics(evidence.scores()));
    card.put("notes", evidence.scores().notes());
    card.put("context", evidence.context().asMap());
    Report.text(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(card) + "\n");
  }

  private static Map<String, Double> metrics(Scores scores) {
    Map<String, Double> metrics = new LinkedHashMap<>(scores.overall());
    metrics.values().removeIf(value -> !Double.isFinite(value));
    return metrics;
  }

  private static String dataset(Evidence evidence) {
    return evidence.context().data().entrySet().stream()
        .map(entry -> "%s: %s".formatted(entry.getKey(), entry.getValue()))
        .findFirst()
        .orElse("unknown");
  }

  /** A string of YAML: one of JSON is. */
  private static String quoted(String text) throws JsonProcessingException {
    return JSON.writeValueAsString(text);
  }
}
