package org.mnistcnn.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.LearningRate;
import org.mnistcnn.nn.compile.Optimizer;
import org.tensorflow.ndarray.Shape;

class NamedArchitectureTest {

  @ParameterizedTest
  @CsvSource({"CNN, 225034", "DEEP, 327242", "RESNET, 176090", "MOBILENET, 139146"})
  void hasThisManyParametersForMnist(Architecture architecture, long parameters) {
    Model network = architecture.network(new ImageShape(28, 28, 1), 10);

    assertThat(network.weights().stream().mapToLong(NamedArchitectureTest::size).sum())
        .isEqualTo(parameters);
  }

  /** 16 images, each class of one brightness. */
  @ParameterizedTest
  @EnumSource
  void learnsColourImagesOf32Pixels(Architecture architecture) {
    ImageShape image = new ImageShape(32, 32, 3);
    byte[] pixels = new byte[16 * image.size()];
    int[] labels = new int[16];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 2;
      Arrays.fill(
          pixels, i * image.size(), (i + 1) * image.size(), (byte) (labels[i] == 0 ? 40 : 200));
    }
    Dataset data = new Dataset(image, List.of("dark", "light"), pixels, labels);
    Model network = architecture.network(image, 2);
    Compilation compilation = new Compilation(new Optimizer.Adam(new LearningRate.Constant(1e-3)));
    int[] batch = IntStream.range(0, labels.length).toArray();

    try (GraphModel learner =
        new GraphModel(network, compilation, 1, Device.choose(Device.Choice.AUTO))) {
      learner.trainOn(data);
      learner.step(batch);
      double first = learner.measures().getOrDefault("loss", Double.NaN);
      for (int step = 0; step < 12; step++) {
        learner.step(batch);
      }
      learner.resetMeasures();
      learner.step(batch);

      assertThat(learner.measures().getOrDefault("loss", Double.NaN)).isLessThan(0.9 * first);
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysHowLargeImagesMustBe(Architecture architecture) {
    for (int size = 1; size < 40; size++) {
      ImageShape image = new ImageShape(size, 40, 1);
      try {
        architecture.network(image, 10);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("architecture %s needs images of", architecture);
      }
    }
    assertThat(architecture.network(new ImageShape(64, 64, 3), 7).outputShape())
        .isEqualTo(Shape.of(7));
  }

  @Test
  void aNameThatIsNoneSaysTheNearest() {
    assertThatThrownBy(() -> Architecture.named("deeep"))
        .hasMessage(
            "no architecture deeep; did you mean deep? There are [cnn, deep, resnet, mobilenet]");
  }

  private static long size(Weight weight) {
    return weight.shape().size();
  }
}
