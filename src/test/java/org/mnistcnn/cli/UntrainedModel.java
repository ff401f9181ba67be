package org.mnistcnn.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.mnistcnn.formats.keras.KerasFile;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;

/** Models whose weights are zero, for what does not depend on them. */
final class UntrainedModel {

  private UntrainedModel() {}

  /** Writes one as a {@code .keras} file; returns the file. */
  static Path write(Path file, Model model) throws IOException {
    Map<String, float[]> zeros = new HashMap<>();
    for (Weight weight : model.weights()) {
      zeros.put(weight.name(), new float[(int) weight.shape().size()]);
    }
    KerasFile.write(file, model, zeros, InstantSource.system());
    return file;
  }
}
