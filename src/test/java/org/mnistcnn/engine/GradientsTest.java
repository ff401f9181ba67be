package org.mnistcnn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Initializer;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelBuilder;
import org.mnistcnn.nn.ModelCall;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.nn.layers.Add;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Conv2DBuilder;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.Flatten;
import org.mnistcnn.nn.layers.GlobalAveragePooling2D;
import org.mnistcnn.nn.layers.GlobalMaxPooling2D;
import org.mnistcnn.nn.layers.MaxPooling2D;
import org.mnistcnn.nn.layers.Padding;
import org.mnistcnn.nn.layers.Size;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/** The gradients that parts of a network say themselves are those that TensorFlow derives. */
class GradientsTest {

  private static final Shape IMAGE = Shape.of(11, 9, 2);

  /** Of the largest value: sums of a few hundred floats in another order. */
  private static final float ROUNDING = 1e-5f;

  /** Networks with convolutions that are pooled, by what is special about each. */
  private static Stream<Model> networks() {
    List<Model> networks = new ArrayList<>();
    for (Activation activation : List.of(Activation.LINEAR, Activation.RELU)) {
      for (Padding padding : Padding.values()) {
        networks.add(
            pooled(
                convolution().padding(padding).activation(activation),
                new MaxPooling2D(Size.square(3), Size.square(2), padding)));
      }
    }
    networks.add(pooled(convolution().useBias(false), new MaxPooling2D(2)));
    networks.add(pooled(convolution().strides(Size.square(2)), new MaxPooling2D(2)));
    networks.add(pooled(convolution().dilationRate(Size.square(2)), new MaxPooling2D(2)));
    networks.add(pooled(convolution().groups(2), new MaxPooling2D(2)));
    networks.add(pooled(convolution().activation(Activation.GELU), new MaxPooling2D(2)));
    networks.add(pooled(convolution(), new MaxPooling2D(2)).withFrozen(List.of("conv2d")));
    networks.add(
        Model.sequential(
            IMAGE,
            convolution().build(),
            new MaxPooling2D(2),
            convolution().build(),
            new MaxPooling2D(2),
            new Flatten(),
            new Dense(3, Activation.SOFTMAX)));
    networks.add(branches());
    return networks.stream();
  }

  private static Conv2DBuilder convolution() {
    return Conv2D.builder(4, 3)
        .activation(Activation.RELU)
        .padding(Padding.SAME)
        .biasInitializer(new Initializer.RandomNormal(0, 1));
  }

  private static Model pooled(Conv2DBuilder convolution, MaxPooling2D pooling) {
    return Model.sequential(
        IMAGE, convolution.build(), pooling, new Flatten(), new Dense(3, Activation.SOFTMAX));
  }

  /**
   * A pooled convolution that feeds another and the end as well, and one that is not only pooled.
   */
  private static Model branches() {
    ModelBuilder builder = new ModelBuilder(IMAGE);
    ModelBuilder.Value first =
        builder.add(new MaxPooling2D(2), builder.add(convolution().build(), builder.input()));
    ModelBuilder.Value shared = builder.add(convolution().build(), first);
    ModelBuilder.Value maximum =
        builder.add(new GlobalMaxPooling2D(), builder.add(new MaxPooling2D(2), shared));
    ModelBuilder.Value third =
        builder.add(new MaxPooling2D(2), builder.add(convolution().build(), first));
    ModelBuilder.Value sum =
        builder.add(
            new Add(),
            builder.add(
                new Add(),
                builder.add(new Add(), maximum, builder.add(new GlobalAveragePooling2D(), shared)),
                builder.add(new GlobalMaxPooling2D(), third)),
            builder.add(new GlobalAveragePooling2D(), first));
    return builder.build(builder.add(new Dense(3, Activation.SOFTMAX), sum));
  }

  /** The model's ops in a graph of its own, with all weights as constants. */
  private static final class Built implements AutoCloseable {
    private final Graph graph = new Graph();
    private final Ops tf = Ops.create(graph);
    private final Map<String, Operand<TFloat32>> weights = new LinkedHashMap<>();
    private final List<Operand<TFloat32>> trained = new ArrayList<>();
    private final Operand<TFloat32> input;

    Built(Model model) {
      for (Weight weight : model.weights()) {
        Operand<TFloat32> value = Model.initialValue(tf, weight, 3);
        weights.put(weight.name(), value);
        if (weight.trainable()) {
          trained.add(value);
        }
      }
      Shape shape = model.inputShape().prepend(4);
      float[] pixels = new float[(int) shape.size()];
      Random random = new Random(3);
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (float) random.nextGaussian();
      }
      input = tf.constant(shape, DataBuffers.of(pixels));
    }

    Model.Outputs training(Model model) {
      return model.call(
          ModelCall.training(tf, weights::get, new ModelCall.Randomness(1, tf.constant(0L))),
          input);
    }

    /** Where a network has no chance, its inference is the same function, all TensorFlow's. */
    Model.Outputs inference(Model model) {
      return model.call(ModelCall.inference(tf, weights::get), input);
    }

    /** A number that depends on every logit in its own way. */
    Operand<TFloat32> loss(Model.Outputs outputs) {
      Operand<TFloat32> factors = tf.constant(new float[] {0.7f, -1.3f, 0.4f});
      return tf.sum(tf.math.mul(outputs.logits(), factors), tf.constant(new int[] {0, 1}));
    }

    @Override
    public void close() {
      graph.close();
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void gradientsAreTensorFlowsOwn(Model model) {
    Built built = new Built(model);
    Model.Outputs training = built.training(model);
    List<Operand<TFloat32>> actual =
        new Gradients(built.graph, built.tf, "ours", built.trained, training.customGradients())
            .of(Map.of(built.loss(training), built.tf.constant(1f)));
    Output<?>[] expected =
        built.graph.addGradients(
            "theirs",
            new Output<?>[] {built.loss(built.inference(model)).asOutput()},
            built.trained.stream().map(Operand::asOutput).toArray(Output<?>[]::new),
            null);
    try (GraphSession session = new GraphSession(built.graph, ConfigProto.getDefaultInstance())) {
      for (int i = 0; i < expected.length; i++) {
        float[] theirs = value(session, expected[i].expect(TFloat32.class));
        float largest = 0;
        for (float value : theirs) {
          largest = Math.max(largest, Math.abs(value));
        }
        assertThat(largest).isPositive();
        assertThat(value(session, actual.get(i)))
            .as("gradient of %s", built.trained.get(i).op().name())
            .containsExactly(theirs, within(ROUNDING * largest));
      }
    }
  }

  private static float[] value(GraphSession session, Operand<TFloat32> operand) {
    try (Result result = session.call().fetch(operand).run()) {
      return Tensors.floats(result.get(0));
    }
  }

  @Test
  void partsSayTheirGradientsWhereAConvolutionIsOnlyPooled() {
    assertThat(networks().map(GradientsTest::customGradients).toList())
        .containsExactly(1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 2, 2);
  }

  private static int customGradients(Model model) {
    try (Built built = new Built(model)) {
      assertThat(built.inference(model).customGradients()).isEmpty();
      return built.training(model).customGradients().size();
    }
  }

  @Test
  void aWeightOnWhichNothingDependsIsNamed() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> used = tf.withName("used").constant(1f);
      Operand<TFloat32> idle = tf.withName("idle").constant(1f);

      assertThatThrownBy(
              () ->
                  new Gradients(graph, tf, "gradients", List.of(used, idle), List.of())
                      .of(Map.of(tf.math.square(used), tf.constant(1f))))
          .hasMessage("the loss does not depend on idle:0");
    }
  }
}
