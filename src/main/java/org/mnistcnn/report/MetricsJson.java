package org.mnistcnn.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.mnistcnn.common.AtomicFile;
import org.mnistcnn.common.Json;
import org.mnistcnn.gates.GateResults;
import org.mnistcnn.metrics.Calibration;
import org.mnistcnn.metrics.ClassScores;
import org.mnistcnn.metrics.ConfusionMatrix;
import org.mnistcnn.metrics.Scores;

/** The numbers of a report for programs: a dashboard, a script, a later build's baseline. */
final class MetricsJson {

  /** Rises when a field changes its meaning or goes. */
  private static final int SCHEMA = 3;

  private MetricsJson() {}

  /** Writes the file, whole or not at all. */
  static void write(Path file, ReportInput reportInput) throws IOException {
    Scores scores = reportInput.scores();
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("schema", SCHEMA);
    json.put("model", reportInput.name());
    json.put("samples", scores.matrix().total());
    scores.overall().forEach((name, value) -> putNumber(json, name, value));
    ObjectNode interval = json.putObject("accuracy_interval");
    putNumber(interval, "low", scores.accuracyInterval().low());
    putNumber(interval, "high", scores.accuracyInterval().high());
    json.set("classes", Json.MAPPER.valueToTree(scores.matrix().classNames()));
    json.set("per_class", classes(scores));
    json.set("most_confused", confusions(scores.matrix()));
    json.set("calibration", calibration(scores.calibration()));
    json.set("notes", Json.MAPPER.valueToTree(scores.notes()));
    reportInput.gates().ifPresent(results -> json.set("gates", gates(results)));
    json.set("context", Json.MAPPER.valueToTree(reportInput.context().asMap()));
    json.set("confusion_matrix", Json.MAPPER.valueToTree(scores.matrix().rows()));
    AtomicFile.write(file, Json.pretty(json));
  }

  private static ArrayNode classes(Scores scores) {
    ArrayNode classes = Json.MAPPER.createArrayNode();
    for (int category = 0; category < scores.ranking().size(); category++) {
      ClassScores of = scores.report().classes().get(category);
      ObjectNode entry = classes.addObject();
      entry.put("name", scores.matrix().classNames().get(category));
      putNumber(entry, "precision", of.precision());
      putNumber(entry, "recall", of.recall());
      putNumber(entry, "f1", of.f1());
      entry.put("support", of.support());
      putNumber(entry, "auc", scores.ranking().get(category).auc());
      putNumber(entry, "ap", scores.ranking().get(category).averagePrecision());
    }
    return classes;
  }

  private static ArrayNode confusions(ConfusionMatrix matrix) {
    ArrayNode pairs = Json.MAPPER.createArrayNode();
    for (ConfusionMatrix.Confusion confusion : matrix.mostConfused(20)) {
      ObjectNode entry = pairs.addObject();
      entry.put("true", matrix.classNames().get(confusion.actual()));
      entry.put("predicted", matrix.classNames().get(confusion.predicted()));
      entry.put("count", confusion.count());
    }
    return pairs;
  }

  private static ArrayNode calibration(Calibration calibration) {
    ArrayNode bins = Json.MAPPER.createArrayNode();
    for (Calibration.Bin bin : calibration.bins()) {
      ObjectNode entry = bins.addObject();
      putNumber(entry, "low", bin.low());
      putNumber(entry, "high", bin.high());
      entry.put("count", bin.count());
      putNumber(entry, "confidence", bin.confidence());
      putNumber(entry, "accuracy", bin.accuracy());
    }
    return bins;
  }

  private static ArrayNode gates(GateResults results) {
    ArrayNode gates = Json.MAPPER.createArrayNode();
    for (GateResults.Result result : results.results()) {
      ObjectNode entry = gates.addObject();
      entry.put("gate", result.gate().toString());
      putNumber(entry, "value", result.value());
      entry.put("passed", result.passed());
      entry.put("explanation", result.explanation());
    }
    return gates;
  }

  /** JSON has no NaN: what is not a number is null. */
  private static void putNumber(ObjectNode json, String field, double value) {
    if (Double.isFinite(value)) {
      json.put(field, value);
    } else {
      json.putNull(field);
    }
  }
}
