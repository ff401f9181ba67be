package org.mnistcnn.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.Python;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.TrainTestData;

/** Data sets that Python wrote, beside what NumPy and Keras read of them. */
class KerasDataTest {

  @Test
  void archivesAndFoldersAreReadAsNumPyAndKerasReadThem(@TempDir Path directory)
      throws IOException, InterruptedException {
    Python.run("src/test/python/keras_data.py", directory);
    JsonNode expected = new ObjectMapper().readTree(directory.resolve("expected.json").toFile());

    for (String name : List.of("plain", "compressed", "fortran")) {
      TrainTestData read = DatasetReader.read(directory.resolve(name + ".npz"));
      assertThat(read.training().imageShape()).isEqualTo(new ImageShape(5, 4, 3));
      assertThat(pixels(read.training())).as(name).isEqualTo(numbers(expected.get("x_train")));
      assertThat(read.training().labels()).isEqualTo(numbers(expected.get("y_train")));
      assertThat(pixels(read.test())).isEqualTo(numbers(expected.get("x_test")));
      assertThat(read.test().labels()).isEqualTo(numbers(expected.get("y_test")));
    }
    assertThat(pixels(DatasetReader.read(directory.resolve("grey.npz")).training()))
        .isEqualTo(numbers(expected.get("grey")));
    assertFolder(DatasetReader.read(directory.resolve("folder")), expected);
  }

  private static void assertFolder(TrainTestData folder, JsonNode expected) {
    assertThat(folder.training().classNames())
        .isEqualTo(
            StreamSupport.stream(expected.get("class_names").spliterator(), false)
                .map(JsonNode::asText)
                .toList());
    JsonNode files = expected.get("files");
    assertThat(folder.training().count() + folder.test().count()).isEqualTo(files.size());
    for (Dataset part : List.of(folder.training(), folder.test())) {
      for (int i = 0; i < part.count(); i++) {
        JsonNode file = files.get(part.name(i));
        assertThat(part.label(i)).as(part.name(i)).isEqualTo(file.get("label").asInt());
        assertThat(pixels(part.slice(i, i + 1))).isEqualTo(numbers(file.get("pixels")));
      }
    }
  }

  private static int[] pixels(Dataset images) {
    ByteBuffer pixels = images.pixels(0, images.count());
    return IntStream.range(0, pixels.remaining())
        .map(i -> Byte.toUnsignedInt(pixels.get(i)))
        .toArray();
  }

  private static int[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }
}
