package org.mnistcnn.nn.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelBuilder;
import org.mnistcnn.nn.Regularizer;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.nn.layers.ActivationLayer;
import org.mnistcnn.nn.layers.Add;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.DepthwiseConv2D;
import org.mnistcnn.nn.layers.Dropout;
import org.mnistcnn.nn.layers.Flatten;
import org.mnistcnn.nn.layers.GlobalAveragePooling2D;
import org.mnistcnn.nn.layers.SeparableConv2D;
import org.tensorflow.ndarray.Shape;

class RegularizationTest {

  private static final Model PLAIN =
      Model.sequential(
          Shape.of(8, 8, 1),
          new Conv2D(2, 3, Activation.RELU),
          SeparableConv2D.builder(2, 1).build(),
          DepthwiseConv2D.builder(1).build(),
          new Conv2D(2, 1, Activation.LINEAR),
          new Flatten(),
          Dense.builder(4).kernelRegularizer(new Regularizer(0.5, 0.25)).build(),
          new Dense(3, Activation.LINEAR),
          new ActivationLayer(Activation.SOFTMAX));

  @Test
  void everyKernelAndNoBiasGetsThePenalty() {
    Model model = of(0.1, OptionalDouble.empty(), false).of(PLAIN);

    assertThat(model.weights())
        .allSatisfy(
            weight ->
                assertThat(weight.regularizer().l2())
                    .as(weight.name())
                    .isEqualTo(weight.name().endsWith("kernel") ? 0.1 : 0));
    assertThat(names(model)).isEqualTo(names(PLAIN));
  }

  @Test
  void aPenaltyOfAbsoluteValuesStays() {
    Model model = of(0.1, OptionalDouble.empty(), false).of(PLAIN);

    assertThat(model.weights())
        .filteredOn(weight -> weight.name().equals("dense/kernel"))
        .extracting(Weight::regularizer)
        .containsExactly(new Regularizer(0.5, 0.1));
  }

  @Test
  void aDropoutGoesInFrontOfTheLastLayerWithWeights() {
    Model model =
        new Regularization(OptionalDouble.empty(), OptionalDouble.of(0.3), false).of(PLAIN);

    assertThat(names(model)).endsWith("dense", "dropout", "dense_1", "activation");
    assertThat(model.nodes()).extracting(Model.Node::layer).contains(new Dropout(0.3));
    assertThat(model.weights()).isEqualTo(PLAIN.weights());
  }

  @Test
  void dropoutsThatAreThereChangeTheirRate() {
    Regularization three =
        new Regularization(OptionalDouble.empty(), OptionalDouble.of(0.3), false);
    Regularization none = new Regularization(OptionalDouble.empty(), OptionalDouble.of(0), false);

    Model model = none.of(three.of(PLAIN));

    assertThat(model.nodes())
        .extracting(Model.Node::layer)
        .contains(new Dropout(0))
        .doesNotContain(new Dropout(0.3));
    assertThat(three.of(three.of(PLAIN)).nodes()).isEqualTo(three.of(PLAIN).nodes());
  }

  @Test
  void aNormalizationStandsBetweenConvolutionAndActivation() {
    Model model =
        new Regularization(OptionalDouble.empty(), OptionalDouble.empty(), true).of(PLAIN);

    assertThat(names(model))
        .startsWith(
            "conv2d",
            "batch_normalization",
            "activation_1",
            "separable_conv2d",
            "depthwise_conv2d",
            "conv2d_1",
            "batch_normalization_1",
            "flatten")
        .endsWith("activation");
    assertThat(model.nodes().get(0).layer()).isEqualTo(new Conv2D(2, 3, Activation.LINEAR));
    assertThat(model.nodes().get(2).layer()).isEqualTo(new ActivationLayer(Activation.RELU));
  }

  @Test
  void branchesAndFrozenLayersStay() {
    ModelBuilder builder = new ModelBuilder(Shape.of(8, 8, 1));
    ModelBuilder.Value image = builder.add(new Conv2D(1, 1, Activation.RELU), builder.input());
    ModelBuilder.Value block =
        builder.add("fixed", new Conv2D(1, 1, Activation.RELU), false, image);
    ModelBuilder.Value sum = builder.add(new Add(), image, block);
    Model residual =
        builder.build(
            builder.add(
                new Dense(2, Activation.SOFTMAX), builder.add(new GlobalAveragePooling2D(), sum)));

    Model model = of(0.1, OptionalDouble.of(0.5), true).of(residual);

    Model.Node add =
        model.nodes().stream().filter(node -> node.name().equals("add")).findFirst().orElseThrow();
    assertThat(add.inputs())
        .extracting(index -> model.nodes().get(index).layer().className())
        .containsExactly("Activation", "Activation");
    assertThat(model.nodes())
        .filteredOn(node -> !node.trainable())
        .extracting(Model.Node::name)
        .containsExactly("fixed");
  }

  @Test
  void whatHasNoPlaceIsRefused() {
    Model bare =
        Model.sequential(
            Shape.of(2, 2, 3),
            new GlobalAveragePooling2D(),
            new ActivationLayer(Activation.SOFTMAX));

    assertThatThrownBy(() -> of(0.1, OptionalDouble.empty(), false).of(bare))
        .hasMessage("l2 needs a layer with a kernel; the network has none");
    assertThatThrownBy(
            () ->
                new Regularization(OptionalDouble.empty(), OptionalDouble.of(0.5), false).of(bare))
        .hasMessage(
            "dropout needs a layer with weights to stand in front of; the network has none");
    Regularization normalized =
        new Regularization(OptionalDouble.empty(), OptionalDouble.empty(), true);
    assertThatThrownBy(() -> normalized.of(bare))
        .hasMessage("batchNorm needs a Conv2D; the network has none");
    assertThatThrownBy(() -> normalized.of(normalized.of(PLAIN)))
        .hasMessage(
            "batchNorm needs a network without BatchNormalization, got one with"
                + " batch_normalization: leave it out");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
  void factorsOutOfRangeAreRefused(double factor) {
    assertThatThrownBy(() -> of(factor, OptionalDouble.empty(), false))
        .hasMessage("l2 must be finite and not negative, got " + factor);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void ratesOutOfRangeAreRefused(double rate) {
    assertThatThrownBy(() -> of(0.1, OptionalDouble.of(rate), false))
        .hasMessage("dropout must be in [0, 1), got " + rate);
  }

  private static Regularization of(double l2, OptionalDouble dropout, boolean batchNorm) {
    return new Regularization(OptionalDouble.of(l2), dropout, batchNorm);
  }

  private static List<String> names(Model model) {
    return model.nodes().stream().map(Model.Node::name).toList();
  }
}
