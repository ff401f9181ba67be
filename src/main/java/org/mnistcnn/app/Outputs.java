package org.mnistcnn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mnistcnn.train.CheckpointStore;

/**
 * Where the files of a model go.
 *
 * @param root the output directory
 * @param name the model's name
 */
public record Outputs(Path root, String name) {

  public Path savedModels() {
    return root.resolve("savedmodel").resolve(name).normalize();
  }

  public Path charts() {
    return root.resolve("charts").resolve(name).normalize();
  }

  public Path run() {
    return root.resolve("runs").resolve(name).normalize();
  }

  /** What the run continues from. */
  public CheckpointStore checkpoints() {
    return new CheckpointStore(run().resolve(ModelSource.CHECKPOINTS));
  }

  /**
   * Checks that directories can be written, so that hours of training do not end at a closed door.
   * Creates none of them: what fails before there is something to write leaves nothing behind.
   */
  public static void requireWritable(Path... directories) throws IOException {
    for (Path directory : directories) {
      Path existing = nearestExisting(directory);
      if (!Files.isDirectory(existing)) {
        throw new IOException(
            "%s: cannot write there (%s is not a directory); choose another output directory"
                .formatted(directory, existing));
      }
      try {
        Files.delete(Files.createTempFile(existing, ".writable-", ""));
      } catch (IOException e) {
        throw new IOException(
            "%s: cannot write there (%s); choose another output directory"
                .formatted(directory, e.getClass().getSimpleName()),
            e);
      }
    }
  }

  private static Path nearestExisting(Path directory) {
    Path existing = directory.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing;
  }
}
