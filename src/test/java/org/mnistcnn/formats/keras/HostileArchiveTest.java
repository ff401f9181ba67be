package org.mnistcnn.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.Flatten;
import org.tensorflow.ndarray.Shape;

/** Archives that are damaged, or made to do harm: one line says so, soon, and that is all. */
class HostileArchiveTest {

  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final Model MODEL =
      Model.sequential(
          Shape.of(6, 6, 1),
          new Conv2D(2, 3, Activation.RELU),
          new Flatten(),
          new Dense(3, Activation.SOFTMAX));

  @TempDir private static Path directory;
  private static String config;
  private static byte[] weights;

  @TempDir private Path own;

  @BeforeAll
  static void writeAGoodOne() throws IOException {
    Path good = directory.resolve("good.keras");
    Map<String, float[]> values = new LinkedHashMap<>();
    MODEL
        .weights()
        .forEach(weight -> values.put(weight.name(), new float[(int) weight.shape().size()]));
    KerasFile.write(good, MODEL, values, CLOCK);
    try (KerasArchive archive = KerasArchive.open(good)) {
      config = archive.config();
      weights = archive.weights();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Path archive(String json, byte[] hdf5) throws IOException {
    Path file = own.resolve("model.keras");
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(KerasArchive.CONFIG, utf8(json));
    entries.put(KerasArchive.WEIGHTS, hdf5);
    KerasArchive.write(file, entries, Instant.EPOCH);
    return file;
  }

  private void assertRefused(Path file, String... parts) throws IOException {
    Assertions.assertTimeoutPreemptively(
        SOON,
        () ->
            assertThatThrownBy(() -> KerasFile.read(file))
                .isInstanceOf(InvalidDataException.class)
                .message()
                .startsWith(file + ": ")
                .contains(List.of(parts))
                .hasSizeLessThan(1500));
    try (var left = Files.list(own)) {
      assertThat(left).containsExactly(file);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../evil.txt", "assets/../../evil.txt", "/etc/evil", "C:/evil", "..\\evil"})
  void entriesThatLeadOutOfTheArchive(String name) throws IOException {
    Path file = own.resolve("model.keras");
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(KerasArchive.CONFIG, utf8(config));
    entries.put(KerasArchive.WEIGHTS, weights);
    entries.put(name, utf8("evil"));
    KerasArchive.write(file, entries, Instant.EPOCH);

    assertRefused(file, "entry " + name + " leads out of the archive");
  }

  @ParameterizedTest
  @CsvSource({"config.json, 17", "model.weights.h5, 300"})
  void bombsThatUnfoldToMoreThanTheirHundredfold(String name, int megabytes) throws IOException {
    Path file = own.resolve("model.keras");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String entry : List.of(KerasArchive.CONFIG, KerasArchive.WEIGHTS)) {
        zip.putNextEntry(new ZipEntry(entry));
        if (entry.equals(name)) {
          zeros(zip, megabytes);
        } else {
          zip.write(utf8(config));
        }
        zip.closeEntry();
      }
    }

    assertRefused(file, name + " must have at most ", " bytes, and has more");
  }

  private static void zeros(OutputStream out, int megabytes) throws IOException {
    byte[] megabyte = new byte[1 << 20];
    for (int i = 0; i < megabytes; i++) {
      out.write(megabyte);
    }
  }

  @Test
  void aBombThatDeclaresToBeSmall() throws IOException {
    bombsThatUnfoldToMoreThanTheirHundredfold(KerasArchive.CONFIG, 17);
    Path file = own.resolve("model.keras");
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int central = indexOf(bytes, new byte[] {'P', 'K', 1, 2});
    zip.putInt(central + 24, 1000); // What the entry is said to have unfolded.
    Files.write(file, bytes);

    assertRefused(file, KerasArchive.CONFIG);
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i <= bytes.length - wanted.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }

  @Test
  void archivesWithoutTheirParts() throws IOException {
    Path file = own.resolve("model.keras");
    KerasArchive.write(file, Map.of("saved_model.pb", new byte[1]), Instant.EPOCH);

    assertRefused(file, "not a .keras file of Keras 3: no config.json in it", "[saved_model.pb]");
  }

  @Test
  void truncatedFiles() throws IOException {
    byte[] whole = Files.readAllBytes(archive(config, weights));
    for (int length : new int[] {0, 1, 100, whole.length / 2, whole.length - 1}) {
      Path file = own.resolve("model.keras");
      Files.write(file, Arrays.copyOf(whole, length));

      assertRefused(file, "not a zip archive, or damaged");
    }
  }
}
