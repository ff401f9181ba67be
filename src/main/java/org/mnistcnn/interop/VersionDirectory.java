package org.mnistcnn.interop;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a directory of files under the next version number. It is written beside its place
 * under a name that no server takes for a version, and renamed when it is whole.
 */
final class VersionDirectory {

  /** Writes the files of a version into an empty directory. */
  @FunctionalInterface
  interface Writer {
    void write(Path directory) throws IOException;
  }

  private VersionDirectory() {}

  /** Publishes what {@code writer} writes; returns {@code directory/<version>}. */
  static Path publish(Path directory, Writer writer) throws IOException {
    Path staging;
    try {
      Files.createDirectories(directory);
      staging = Files.createTempDirectory(directory, ".unpublished-");
    } catch (IOException e) {
      throw new IOException(
          "%s: cannot write there (%s); choose another output directory"
              .formatted(directory, e.getClass().getSimpleName()),
          e);
    }
    Thread interrupted = new Thread(() -> deleteQuietly(staging));
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      writer.write(staging);
      openToReaders(staging);
      return rename(staging, directory);
    } finally {
      Runtime.getRuntime().removeShutdownHook(interrupted);
      deleteQuietly(staging);
    }
  }

  /** A temporary directory is private to its owner; a server may run as somebody else. */
  private static void openToReaders(Path staging) throws IOException {
    Path probe = Files.createDirectory(staging.resolveSibling(staging.getFileName() + "-mode"));
    try {
      if (Files.getFileStore(probe).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(staging, Files.getPosixFilePermissions(probe));
      }
    } finally {
      Files.delete(probe);
    }
  }

  private static Path rename(Path staging, Path directory) throws IOException {
    while (true) {
      Path version = directory.resolve(Long.toString(latest(directory) + 1));
      try {
        return Files.move(staging, version, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
        // Somebody else published this version in the meantime: take the next one.
      }
    }
  }

  /** The greatest version there is; 0 if there is none. */
  private static long latest(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("[0-9]{1,18}"))
          .mapToLong(Long::parseLong)
          .max()
          .orElse(0);
    }
  }

  private static void deleteQuietly(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // The failure that led here is the one to report; what is left has no version's name.
    }
  }
}
