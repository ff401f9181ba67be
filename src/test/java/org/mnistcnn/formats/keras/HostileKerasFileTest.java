package org.mnistcnn.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
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
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.Flatten;
import org.tensorflow.ndarray.Shape;

/**
 * Weights and configs that are damaged, or made to do harm: one line says so, soon, and that is
 * all.
 */
class HostileKerasFileTest {

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

  @Test
  void theGoodOneIsRead() throws IOException {
    assertThat(KerasFile.read(archive(config, weights)).weights()).hasSize(4);
  }

  @Test
  void truncatedWeights() throws IOException {
    for (int length = 0; length < weights.length; length += 37) {
      byte[] cut = Arrays.copyOf(weights, length);

      Path file = archive(config, cut);

      assertRefused(file, KerasArchive.WEIGHTS);
    }
  }

  /** Whatever bytes are wrong: it is read or refused, without another exception or much time. */
  @Test
  void randomDamageToWeights() throws IOException {
    Random random = new Random(1);
    Assertions.assertTimeoutPreemptively(
        SOON.multipliedBy(3),
        () -> {
          int refused = 0;
          for (int i = 0; i < 2000; i++) {
            byte[] damaged = weights.clone();
            for (int byteOf = 0; byteOf < 3; byteOf++) {
              damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
              WeightsFormat.read("weights", Hdf5Reader.of("weights", damaged), MODEL);
            } catch (InvalidDataException e) {
              refused++;
            }
          }
          assertThat(refused).isBetween(100, 2000);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"Lambda", "TFSMLayer", "os.system", "MyLayer"})
  void layersThatAreNotKnownAreNamedAndNeverRun(String className) throws IOException {
    String json = config.replaceFirst("\"Flatten\"", "\"" + className + "\"");
    assertThat(json).isNotEqualTo(config);

    assertRefused(
        archive(json, weights), "config.json: layer 1, flatten (" + className + "): no layer");
  }

  @Test
  void classesFromElsewhereAreNotLookedFor() throws IOException {
    String json = config.replaceFirst("\"keras.layers\"", "\"os\"");

    assertRefused(archive(json, weights), "must be Keras's own, got module os");
  }

  @Test
  void jsonThatIsNone() throws IOException {
    assertRefused(archive("[".repeat(100_000), weights), "config.json: not JSON");
    assertRefused(archive("", weights), "config.json: not JSON");
    assertRefused(archive("{\"class_name\": \"" + "x".repeat(1 << 20) + "\"}", weights), "...");
  }

  @Test
  void weightsOfAbsurdShapes() throws IOException {
    // The dimensions of the kernel, (3, 3, 1, 2), stand in the file as 64-bit numbers.
    byte[] wanted = longs(3, 3, 1, 2);
    byte[] absurd = weights.clone();
    System.arraycopy(
        longs(Integer.MAX_VALUE, Integer.MAX_VALUE, 4, 4), 0, absurd, indexOf(absurd, wanted), 32);

    assertRefused(archive(config, absurd), KerasArchive.WEIGHTS);
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i <= bytes.length - wanted.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }

  private static byte[] longs(long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return bytes.array();
  }

  @Test
  void weightsOfAnotherModelOrType() throws IOException {
    assertRefused(
        archive(config, hdf5(new float[3][3][1][4], new float[2])),
        "layers/conv2d/vars/0 must have shape [3, 3, 1, 2], got [3, 3, 1, 4]");
    assertRefused(
        archive(config, hdf5(new double[3][3][1][2], new float[2])),
        "layers/conv2d/vars/0 must be float32");
    assertRefused(
        archive(config, hdf5((Object) new float[3][3][1][2])),
        "layer conv2d must have 2 weights at layers/conv2d, got 1");
  }

  private byte[] hdf5(Object... variables) throws IOException {
    Path scratch = directory.resolve("scratch.h5");
    try (WritableHdfFile file = HdfFile.write(scratch)) {
      WritableGroup vars = file.putGroup("layers").putGroup("conv2d").putGroup("vars");
      for (int i = 0; i < variables.length; i++) {
        vars.putDataset(Integer.toString(i), variables[i]);
      }
    }
    byte[] bytes = Files.readAllBytes(scratch);
    Files.delete(scratch);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"OCHK\0", "BTHD\0", "FRHP\0", "TREE\0\3\1\0", "TREE\0\0\41\0"})
  void treesThatKerasDoesNotWrite(String part) throws IOException {
    byte[] bytes = part.getBytes(StandardCharsets.ISO_8859_1);
    byte[] longer = Arrays.copyOf(weights, weights.length + bytes.length);
    System.arraycopy(bytes, 0, longer, weights.length, bytes.length);

    assertRefused(archive(config, longer), "at byte " + weights.length, "Keras");
  }

  @Test
  void anOptimizerOfAnotherKindIsNamedWhereItIsNeeded() throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode root = (ObjectNode) json.readTree(config);
    root.set(
        "compile_config",
        json.readTree(
            "{\"optimizer\": {\"class_name\": \"Lion\", \"config\": {}}, \"loss\": \"mse\"}"));

    KerasFile file = KerasFile.read(archive(root.toString(), weights));

    assertThat(file.weights()).hasSize(4);
    assertThatThrownBy(file::compilation)
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("compile_config of config.json: no optimizer Lion");
  }
}
