package org.mnistcnn.common;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file whole or not at all: a reader, a crash or a full disk never meets half a file, and
 * an earlier file of that name stays as it was until the new one is complete.
 */
public final class AtomicFile {

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to {@code out}, which is buffered and which the caller closes. */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes {@code content} to a hidden file beside {@code file}, flushes it to the disk, and gives
   * it its name in one step. Creates the directories above it. The hidden file is gone afterwards,
   * unless the process is killed.
   *
   * @throws IOException if the file cannot be written; the message is one line that names the file,
   *     the cause and a way out
   */
  public static void write(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    Path temporary =
        target.resolveSibling(".%s.tmp-%s".formatted(file.getFileName(), UUID.randomUUID()));
    try {
      Files.createDirectories(temporary.getParent());
      writeThenMove(temporary, target, content);
    } catch (IOException e) {
      throw new IOException(
          "cannot write %s: %s; choose another output directory".formatted(file, reason(e)), e);
    }
  }

  /** Writes a text, in UTF-8. */
  public static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void writeThenMove(Path temporary, Path target, Content content)
      throws IOException {
    try {
      try (FileChannel channel =
              FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException | Error failure) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
      throw failure;
    }
  }

  private static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException denied) {
      return "no permission to write " + denied.getFile();
    }
    if (failure instanceof FileAlreadyExistsException existing) {
      return existing.getFile() + " is not a directory";
    }
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }
}
