package org.mnistcnn.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.mnistcnn.data.AtomicFile;
import org.mnistcnn.metrics.ConfusionMatrix;
import org.mnistcnn.metrics.Predictions;

/** The numbers of a report for programs: a dashboard, a script, a quality gate. */
final class MetricsJson {

  /** Rises when a field changes its meaning or goes. */
  private static final int SCHEMA = 1;

  private MetricsJson() {}

  /** Writes the file, whole or not at all. */
  static void write(Path file, String modelName, Predictions predictions, ConfusionMatrix matrix)
      throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode();
    json.put("schema", SCHEMA);
    json.put("model", modelName);
    json.put("samples", matrix.total());
    putNumber(json, "accuracy", matrix.accuracy());
    putNumber(json, "loss", predictions.loss());
    json.set("classes", mapper.valueToTree(matrix.classNames()));
    json.set("confusion_matrix", mapper.valueToTree(matrix.rows()));
    String text = mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
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
