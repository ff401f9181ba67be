package org.mnistcnn.formats.savedmodel;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a directory of files under the next version number. It is written beside its place
 * under a name that no server takes for a version, and renamed when it is whole.
 */
final class VersionDirectory {

  private static final long LONGEST_WAIT_SECONDS = 60;

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
    CountDownLatch done = new CountDownLatch(1);
    Thread waiting = new Thread(() -> await(done), "publishing");
    boolean ending = !registered(waiting);
    try {
      writer.write(staging);
      openToReaders(staging);
      return rename(staging, directory);
    } finally {
      deleteQuietly(staging);
      done.countDown();
      if (!ending) {
        unregister(waiting);
      }
    }
  }

  /** Lets a process that is asked to end publish first, which takes a moment. */
  private static void await(CountDownLatch done) {
    try {
      done.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there was still time: a process that is ending already takes no more hooks. */
  private static boolean registered(Thread hook) {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static void unregister(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending and waits for this thread no longer.
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
