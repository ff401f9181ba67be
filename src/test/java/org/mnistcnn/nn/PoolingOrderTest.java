package org.mnistcnn.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Bias and activation after a max-pooling instead of before it: the same values, with less work.
 */
final class PoolingOrderTest {

  private static final Shape IMAGE = Shape.of(11, 9, 2);
  private static final Activation[] MONOTONE = {Activation.LINEAR, Activation.RELU};

  private final Random random = new Random(3);
  private final float[] input = values(4 * 11 * 9 * 2);
  private final float[] kernel = values(3 * 3 * 2 * 5);
  private final float[] bias = values(5);

  @Test
  void theValuesAreThoseOfTheUsualOrderToTheBit() {
    for (Activation activation : MONOTONE) {
      for (Padding padding : Padding.values()) {
        Conv2D convolution = Conv2D.builder(5, 3).padding(padding).activation(activation).build();
        MaxPooling2D pooling = new MaxPooling2D(Size.square(3), Size.square(2), padding);
        Model fused = Model.sequential(IMAGE, convolution, pooling, new Flatten());
        Model first = Model.sequential(IMAGE, convolution);
        Model second = Model.sequential(first.outputShape(), pooling, new Flatten());

        assertThat(run(fused, input))
            .as("%s, %s", activation, padding)
            .isEqualTo(run(second, run(first, input)));
      }
    }
  }

  @Test
  void theBiasIsAddedToThePooledValues() {
    Model model =
        Model.sequential(
            IMAGE, new Conv2D(5, 3, Activation.RELU), new MaxPooling2D(2), new Flatten());
    try (Graph graph = new Graph()) {
      call(graph, model);

      assertThat(typeOfInput(graph, "conv2d/BiasAdd")).isEqualTo("MaxPool");
      assertThat(typeOfInput(graph, "max_pooling2d/MaxPool")).isEqualTo("Conv2D");
    }
  }

  @Test
  void aValueThatOthersUseTooKeepsTheUsualOrder() {
    ModelBuilder builder = new ModelBuilder(IMAGE);
    ModelBuilder.Value convolved = builder.add(new Conv2D(5, 3, Activation.RELU), builder.input());
    ModelBuilder.Value pooled = builder.add(new MaxPooling2D(2), convolved);
    ModelBuilder.Value maximum = builder.add(new GlobalMaxPooling2D(), pooled);
    ModelBuilder.Value mean = builder.add(new GlobalAveragePooling2D(), convolved);
    Model model = builder.build(builder.add(new Flatten(), builder.add(new Add(), maximum, mean)));
    try (Graph graph = new Graph()) {
      call(graph, model);

      assertThat(typeOfInput(graph, "max_pooling2d/MaxPool")).isEqualTo("Relu");
    }
  }

  @Test
  void anActivationThatIsNotMonotoneKeepsTheUsualOrder() {
    Model model =
        Model.sequential(
            IMAGE, new Conv2D(5, 3, Activation.GELU), new MaxPooling2D(2), new Flatten());
    try (Graph graph = new Graph()) {
      call(graph, model);

      assertThat(typeOfInput(graph, "max_pooling2d/MaxPool")).isNotEqualTo("Conv2D");
    }
  }

  private static String typeOfInput(Graph graph, String operation) {
    return ((GraphOperation) graph.operationOrThrow(operation).input(0).op()).type();
  }

  private float[] run(Model model, float[] input) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Operand<TFloat32> output = call(graph, model, input);
      try (Result result = session.runner().fetch(output).run()) {
        TFloat32 tensor = (TFloat32) result.get(0);
        float[] values = new float[Math.toIntExact(tensor.shape().size())];
        tensor.copyTo(DataBuffers.of(values, false, false));
        return values;
      }
    }
  }

  private void call(Graph graph, Model model) {
    call(graph, model, input);
  }

  private Operand<TFloat32> call(Graph graph, Model model, float[] input) {
    Ops tf = Ops.create(graph);
    Map<String, Operand<TFloat32>> weights = new HashMap<>();
    for (Weight weight : model.weights()) {
      float[] value = weight.name().endsWith("kernel") ? kernel : bias;
      weights.put(weight.name(), tf.constant(weight.shape(), DataBuffers.of(value, true, false)));
    }
    Shape batch = model.inputShape().prepend(4);
    return model
        .call(
            ModelCall.inference(tf, weights::get),
            tf.constant(batch, DataBuffers.of(input, true, false)))
        .probabilities();
  }

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
