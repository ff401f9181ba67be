package org.mnistcnn.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.artifact.Endpoint;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.savedmodel.SavedModelReader;
import org.mnistcnn.formats.savedmodel.SavedModelWriter;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelBuilder;
import org.mnistcnn.nn.ModelBuilder.Value;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.nn.layers.ActivationLayer;
import org.mnistcnn.nn.layers.Add;
import org.mnistcnn.nn.layers.Average;
import org.mnistcnn.nn.layers.AveragePooling2D;
import org.mnistcnn.nn.layers.BatchNormalization;
import org.mnistcnn.nn.layers.Concatenate;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.DepthwiseConv2D;
import org.mnistcnn.nn.layers.Dropout;
import org.mnistcnn.nn.layers.Flatten;
import org.mnistcnn.nn.layers.GlobalAveragePooling2D;
import org.mnistcnn.nn.layers.GlobalMaxPooling2D;
import org.mnistcnn.nn.layers.MaxPooling2D;
import org.mnistcnn.nn.layers.PReLU;
import org.mnistcnn.nn.layers.Padding;
import org.mnistcnn.nn.layers.Rescaling;
import org.mnistcnn.nn.layers.SeparableConv2D;
import org.mnistcnn.nn.layers.Size;
import org.mnistcnn.nn.layers.SpatialDropout2D;
import org.tensorflow.ndarray.Shape;

/** A network of every kind of layer learns, and goes through a SavedModel. */
class EveryLayerTest {

  private static final Device CPU = Device.choose(Device.Choice.CPU);

  @TempDir private Path directory;

  private static Dataset images;

  @BeforeAll
  static void readImages() throws IOException {
    images = DatasetReader.read(Path.of("data/mnist")).training().slice(0, 64);
  }

  @Test
  void everyKindOfLayerIsInTheNetwork() {
    assertThat(network().nodes())
        .<Class<?>>extracting(node -> node.layer().getClass())
        .containsAll(LayerFormat.recordClasses());
  }

  @Test
  void theNetworkLearnsAndItsStatisticsFollow() {
    try (GraphModel learner = learner()) {
      learner.trainOn(images);
      Map<String, float[]> before = learner.weights();
      double loss = loss(learner);

      steps(learner, 40);

      Map<String, float[]> after = learner.weights();
      assertThat(loss(learner)).isLessThan(0.9 * loss);
      before.forEach(
          (name, value) -> {
            if (name.startsWith("frozen/")) {
              assertThat(after.get(name)).as(name).isEqualTo(value);
            } else {
              assertThat(after.get(name)).as(name).isNotEqualTo(value);
            }
          });
    }
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    try (GraphModel first = learner();
        GraphModel second = learner()) {
      for (GraphModel learner : List.of(first, second)) {
        learner.trainOn(images);
        steps(learner, 3);
      }
      Map<String, float[]> weights = second.weights();
      first.weights().forEach((name, value) -> assertThat(weights.get(name)).isEqualTo(value));
    }
  }

  @Test
  void theSavedModelGivesTheSameProbabilities() throws IOException {
    Path version;
    Predictions predictions;
    try (GraphModel learner = learner()) {
      learner.trainOn(images);
      steps(learner, 3);
      predictions = learner.predict(images);
      version = SavedModelWriter.publish(directory, learner.model(), learner.weights());
    }
    try (SavedModelReader reader = SavedModelReader.open(version, CPU, Endpoint.AUTO)) {
      float[] probabilities = reader.probabilities(images);
      for (int i = 0; i < probabilities.length; i++) {
        assertThat(probabilities[i])
            .isCloseTo(predictions.probability(i / 10, i % 10), within(1e-5f));
      }
    }
  }

  private static GraphModel learner() {
    return new GraphModel(network(), new Compilation(new Optimizer.Adam(5e-3)), 1, CPU);
  }

  private static double loss(GraphModel learner) {
    return learner.evaluate(images).getOrDefault("loss", Double.NaN);
  }

  private static void steps(GraphModel learner, int count) {
    int[] samples = new int[images.count()];
    Arrays.setAll(samples, sample -> sample);
    for (int step = 0; step < count; step++) {
      learner.step(samples);
    }
  }

  private static Model network() {
    ModelBuilder builder = new ModelBuilder(Shape.of(28, 28, 1));
    Value value = builder.add(new Rescaling(1 / 255.0), builder.input());
    value =
        builder.add(
            Conv2D.builder(8, 3).strides(Size.square(2)).padding(Padding.SAME).build(), value);
    value = builder.add(new BatchNormalization(), value);
    value = builder.add(new ActivationLayer(Activation.RELU), value);
    Value block = builder.add(Conv2D.builder(8, 3).groups(2).padding(Padding.SAME).build(), value);
    block = builder.add("frozen", new BatchNormalization(), false, block);
    block = builder.add(new SpatialDropout2D(0.1), block);
    value = builder.add(new Average(), value, builder.add(new Add(), value, block));
    value = builder.add(new PReLU(), value);
    value = builder.add(new MaxPooling2D(2), value);
    value =
        builder.add(
            DepthwiseConv2D.builder(3)
                .padding(Padding.SAME)
                .dilationRate(Size.square(2))
                .activation(Activation.SILU)
                .build(),
            value);
    value = builder.add(SeparableConv2D.builder(16, 3).activation(Activation.GELU).build(), value);
    Value flat = builder.add(new Flatten(), builder.add(new AveragePooling2D(2), value));
    value =
        builder.add(
            new Concatenate(),
            flat,
            builder.add(new GlobalAveragePooling2D(), value),
            builder.add(new GlobalMaxPooling2D(), value));
    value = builder.add(new Dropout(0.1), value);
    return builder.build(builder.add(new Dense(10, Activation.SOFTMAX), value));
  }
}
