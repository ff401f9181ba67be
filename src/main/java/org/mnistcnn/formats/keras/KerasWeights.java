package org.mnistcnn.formats.keras;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.engine.WeightTransfer;
import org.mnistcnn.nn.Model;

/**
 * Weights alone, from what Keras's {@code load_weights} takes: {@code .weights.h5}, or {@code
 * .keras}, of which only the weights are looked at.
 */
public final class KerasWeights {

  private KerasWeights() {}

  public static boolean isNamedLikeOne(Path file) {
    return KerasFile.isNamedLikeOne(file) || file.toString().endsWith(".weights.h5");
  }

  /**
   * Reads what a file has for a model. As in Keras, layers are matched by kind and order, whatever
   * their names: the model's second Conv2D gets what the file has for its second Conv2D.
   *
   * @throws InvalidDataException if it is no such file, or is damaged
   * @throws IOException if it can't be read
   */
  public static WeightTransfer.Source read(Path file, Model model) throws IOException {
    String place = KerasFile.isNamedLikeOne(file) ? file + ": " + KerasArchive.WEIGHTS : "" + file;
    return WeightsFormat.match(Hdf5Reader.of(place, bytes(file)), model);
  }

  private static byte[] bytes(Path file) throws IOException {
    if (KerasFile.isNamedLikeOne(file)) {
      try (KerasArchive archive = KerasArchive.open(file)) {
        return archive.weights();
      }
    }
    if (Files.size(file) > KerasArchive.LARGEST_WEIGHTS) {
      throw new InvalidDataException(
          "%s: must have at most %d bytes, got %d"
              .formatted(file, KerasArchive.LARGEST_WEIGHTS, Files.size(file)));
    }
    return Files.readAllBytes(file);
  }
}
