package org.mnistcnn.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the files of a model go.
 *
 * @param root the output directory
 * @param name the model's name
 */
record Outputs(Path root, String name) {

  Path savedModels() {
    return root.resolve("savedmodel").resolve(name).normalize();
  }

  Path charts() {
    return root.resolve("charts").resolve(name).normalize();
  }

  Path run() {
    return root.resolve("runs").resolve(name).normalize();
  }

  /**
   * Creates a directory and checks that it can be written, so that hours of training do not end at
   * a closed door.
   */
  static void requireWritable(Path... directories) throws IOException {
    for (Path directory : directories) {
      try {
        Files.createDirectories(directory);
        Files.delete(Files.createTempFile(directory, ".writable-", ""));
      } catch (IOException e) {
        throw new IOException(
            "%s: cannot write there (%s); choose another --output-dir"
                .formatted(directory, e.getClass().getSimpleName()),
            e);
      }
    }
  }
}
