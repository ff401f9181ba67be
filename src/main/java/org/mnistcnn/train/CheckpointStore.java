package org.mnistcnn.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.SettingText;

/**
 * The checkpoints of one run: a directory with the last few, each written whole or not at all. More
 * than one is kept so that a damaged disk does not take the run with it.
 */
public final class CheckpointStore {

  private static final int KEPT = 2;

  private static final Pattern NAME = Pattern.compile("step-[0-9]{12}\\.ckpt");

  /** What {@link org.mnistcnn.common.AtomicFile} calls a checkpoint until it is whole. */
  private static final Pattern UNFINISHED = Pattern.compile("\\..*\\.ckpt\\.tmp-.*");

  private final Path directory;

  /** The checkpoints in {@code directory}, which need not exist yet. */
  public CheckpointStore(Path directory) {
    this.directory = directory;
  }

  /**
   * Writes a checkpoint and deletes those that are no longer kept, and what a killed process left
   * half-written.
   *
   * @param steps number of steps done, which orders checkpoints
   * @return the file
   */
  public Path save(long steps, Checkpoint checkpoint) throws IOException {
    Path file = directory.resolve("step-%012d.ckpt".formatted(steps));
    CheckpointFormat.write(file, checkpoint);
    List<Path> files = newestFirst();
    for (Path old : files.subList(Math.min(KEPT, files.size()), files.size())) {
      Files.deleteIfExists(old);
    }
    for (Path unfinished : files(UNFINISHED)) {
      Files.deleteIfExists(unfinished);
    }
    return file;
  }

  /**
   * Writes a checkpoint that stays until one of the same name takes its place.
   *
   * @param name such as {@code best}
   * @return the file
   */
  public Path keep(String name, RunView run) throws IOException {
    Path file = directory.resolve(name + ".ckpt");
    CheckpointFormat.write(file, run.checkpoint());
    return file;
  }

  public static Checkpoint read(Path file) throws IOException {
    return CheckpointFormat.read(file);
  }

  /**
   * The newest checkpoint that is whole.
   *
   * @param warnings is told of each damaged one that is passed over
   * @return empty if there is none at all
   * @throws IOException if there are some, but none is whole
   */
  public Optional<Checkpoint> latest(Consumer<String> warnings) throws IOException {
    List<Path> files = newestFirst();
    for (Path file : files) {
      try {
        return Optional.of(CheckpointFormat.read(file));
      } catch (IOException e) {
        warnings.accept(e.getMessage() + "; going back to the checkpoint before");
      }
    }
    if (!files.isEmpty()) {
      throw new InvalidDataException(
          SettingText.of(
              "%s: none of %d checkpoints is whole; start the run anew without {resume}",
              directory, files.size()));
    }
    return Optional.empty();
  }

  /** Deletes all checkpoints: a new run begins. */
  public void clear() throws IOException {
    for (Path file : newestFirst()) {
      Files.deleteIfExists(file);
    }
  }

  private List<Path> newestFirst() throws IOException {
    return files(NAME);
  }

  private List<Path> files(Pattern name) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> name.matcher(file.getFileName().toString()).matches())
          .sorted(Comparator.comparing((Path file) -> file.getFileName().toString()).reversed())
          .toList();
    }
  }
}
