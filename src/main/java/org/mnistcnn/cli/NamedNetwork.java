package org.mnistcnn.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.formats.keras.KerasConfig;
import org.mnistcnn.nn.Model;
import org.mnistcnn.zoo.Architecture;

/** The network that {@code --architecture} names, by its own name or that of a file. */
final class NamedNetwork {

  private NamedNetwork() {}

  /**
   * The network.
   *
   * @throws IOException if it is in a file that can't be read
   * @throws IllegalArgumentException if the images are too small for it
   */
  static Model of(TrainCommand options, ImageShape image, int classes) throws IOException {
    String wanted =
        options.architecture == null ? Architecture.CNN.toString() : options.architecture;
    if (Files.exists(Path.of(wanted)) || wanted.endsWith(".json")) {
      return KerasConfig.read(Path.of(wanted));
    }
    Architecture named;
    try {
      named = Architecture.named(wanted);
    } catch (IllegalArgumentException e) {
      throw options.common.usage(e.getMessage() + ", or a file of Keras's config.json");
    }
    return named.network(image, classes);
  }
}
