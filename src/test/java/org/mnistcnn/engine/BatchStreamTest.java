package org.mnistcnn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.Split;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.data.read.FolderReadOptions;
import org.mnistcnn.data.read.ImageFolder;
import org.mnistcnn.engine.device.ComputeOptions;
import org.mnistcnn.engine.device.DataPlacement;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.train.FitOptions;
import org.mnistcnn.train.Trainer;
import org.tensorflow.types.TUint8;

/** A training set that is streamed instead of lying on the device. */
class BatchStreamTest {

  private static GraphModel learner(String devices, DataPlacement dataPlacement) {
    return new GraphModel(
        TowerTest.MODEL,
        new Compilation(new Optimizer.Adam(0.01)),
        1,
        Device.choose(Device.Choice.of(devices))
            .with(ComputeOptions.DEFAULT.withDataPlacement(dataPlacement)));
  }

  private static TowerTest.Result train(String devices, DataPlacement dataPlacement) {
    try (GraphModel learner = learner(devices, dataPlacement)) {
      new Trainer(new FitOptions(3, 7, 1), List.of()).fit(learner, Split.last(TowerTest.DATA, 0.2));
      return new TowerTest.Result(learner.weights(), learner.measures());
    }
  }

  @Test
  void aStreamedTrainingLearnsTheSameBits() {
    for (String devices : List.of("cpu", "cpu:0,cpu:1")) {
      TowerTest.Result resident = train(devices, DataPlacement.ON);
      TowerTest.Result streamed = train(devices, DataPlacement.OFF);

      resident
          .weights()
          .forEach((name, values) -> assertThat(streamed.weights().get(name)).isEqualTo(values));
      assertThat(streamed.measures()).isEqualTo(resident.measures());
    }
  }

  @Test
  void aStepIsFedItsBatchInsteadOfTheWholeSet() {
    try (GraphModel learner = learner("cpu", DataPlacement.OFF)) {
      GraphSession.Traffic before = learner.traffic();
      learner.trainOn(TowerTest.DATA);
      assertThat(learner.traffic()).isEqualTo(before);

      learner.step(new int[] {3, 1, 4});
      int pixels = 3 * 8 * 8 * 2;
      int labelsAndIndices = 3 * (Long.BYTES + Integer.BYTES);
      assertThat(learner.traffic().since(before).fedBytes())
          .isEqualTo(pixels + labelsAndIndices + Long.BYTES + Float.BYTES);
    }
  }

  @Test
  void batchesCarryTheirSamplesWhetherTheyWereExpectedOrNot() {
    try (BatchStream stream = new BatchStream(TowerTest.DATA, false)) {
      List<int[]> expected = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        expected.add(new int[] {i, 2 * i});
      }
      stream.expect(expected);
      assertHolds(stream, 0, 0);
      assertHolds(stream, 1, 2);
      assertHolds(stream, 30, 31, 32);
      assertHolds(stream, 2, 4);
      stream.expect(expected.subList(6, 8));
      assertHolds(stream, 6, 12);
    }
  }

  @Test
  void whatAFileFailsWithIsSaidAsItIsAndTheStreamClosesAllTheSame(@TempDir Path directory)
      throws IOException {
    ImageFolder folder = new ImageFolder(directory).threeClasses(4);
    FolderReadOptions inFiles = FolderReadOptions.DEFAULT.with().mostBytes(0).build();
    Dataset data = DatasetReader.read(directory, inFiles, note -> {}).training();
    for (int i = 0; i < 4; i++) {
      folder.text("blue/%02d.png".formatted(i), "no picture any more");
      folder.text("green/%02d.PNG".formatted(i), "no picture any more");
      folder.text("red/%02d.png".formatted(i), "no picture any more");
    }

    BatchStream stream = new BatchStream(data, false);
    stream.expect(List.of(new int[] {0}, new int[] {1}, new int[] {2}));

    assertThatThrownBy(() -> stream.next(new int[] {0}))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(directory.toString());
    stream.close();
    assertThat(stream.prepared()).isZero();
  }

  private static void assertHolds(BatchStream stream, int... samples) {
    try (BatchStream.Batch batch = stream.next(samples)) {
      assertThat(
              IntStream.range(0, samples.length)
                  .mapToLong(i -> batch.labels().getLong(i))
                  .toArray())
          .isEqualTo(IntStream.of(samples).mapToLong(TowerTest.DATA::label).toArray());
      assertThat(pixels((TUint8) batch.images()))
          .isEqualTo(pixels(Tensors.images(TowerTest.DATA, samples)));
    }
  }

  private static List<Byte> pixels(TUint8 images) {
    List<Byte> pixels = new ArrayList<>();
    images.scalars().forEach(pixel -> pixels.add(pixel.getByte()));
    return pixels;
  }

  @Test
  void onlyAFewBatchesArePreparedAhead() {
    try (BatchStream stream = new BatchStream(TowerTest.DATA, false)) {
      stream.expect(IntStream.range(0, 40).mapToObj(i -> new int[] {i}).toList());
      assertThat(stream.prepared()).isEqualTo(3);
      for (int i = 0; i < 40; i++) {
        stream.next(new int[] {i}).close();
        assertThat(stream.prepared()).isLessThanOrEqualTo(3);
      }
      assertThat(stream.prepared()).isZero();
    }
  }
}
