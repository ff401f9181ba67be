package org.mnistcnn.nn.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Initializer;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelBuilder;
import org.mnistcnn.nn.UnaryLayer;
import org.tensorflow.ndarray.Shape;

/** Layers that do not fit are refused when the model is built. */
class LayerRulesTest {

  private static final Shape IMAGE = Shape.of(5, 6, 3);
  private static final Shape ROW = Shape.of(4);

  static Stream<Arguments> misfits() {
    return Stream.of(
        misfit(
            new Dense(2, Activation.LINEAR),
            IMAGE,
            "(Dense): input must have one dimension, got shape [5, 6, 3]: put a Flatten before"),
        misfit(new Conv2D(2, 3, Activation.RELU), ROW, "(Conv2D): input must be an image"),
        misfit(
            new Conv2D(2, 6, Activation.RELU),
            IMAGE,
            "(Conv2D): kernelSize must not be larger than the image, got (6, 6) for input shape"
                + " [5, 6, 3]; padding same allows it"),
        misfit(
            Conv2D.builder(2, 3).dilationRate(Size.square(3)).build(),
            IMAGE,
            "(Conv2D): kernelSize must not be larger than the image, got (3, 3) dilated by (3, 3)"),
        misfit(
            Conv2D.builder(4, 3).groups(2).build(),
            IMAGE,
            "(Conv2D): channels must be a multiple of groups, got 2 groups"),
        misfit(DepthwiseConv2D.builder(7).build(), IMAGE, "(DepthwiseConv2D): kernelSize must"),
        misfit(DepthwiseConv2D.builder(1).build(), ROW, "(DepthwiseConv2D): input must be an"),
        misfit(SeparableConv2D.builder(1, 7).build(), IMAGE, "(SeparableConv2D): kernelSize must"),
        misfit(new MaxPooling2D(6), IMAGE, "(MaxPooling2D): poolSize must not be larger than"),
        misfit(new MaxPooling2D(2), ROW, "(MaxPooling2D): input must be an image"),
        misfit(new AveragePooling2D(6), IMAGE, "(AveragePooling2D): poolSize must not be larger"),
        misfit(new GlobalAveragePooling2D(), ROW, "(GlobalAveragePooling2D): input must be an"),
        misfit(new GlobalMaxPooling2D(), ROW, "(GlobalMaxPooling2D): input must be an image"),
        misfit(new SpatialDropout2D(0.5), ROW, "(SpatialDropout2D): input must be an image"),
        misfit(
            BatchNormalization.builder().axis(1).build(),
            IMAGE,
            "(BatchNormalization): axis must be the last one, -1 or 3, got 1 for input shape"));
  }

  private static Arguments misfit(UnaryLayer layer, Shape input, String message) {
    return Arguments.of(layer, input, message);
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void aLayerThatDoesNotFitItsInputIsNamed(UnaryLayer layer, Shape input, String message) {
    assertThatThrownBy(() -> Model.sequential(input, new Rescaling(1), layer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("layer 1, ")
        .hasMessageContaining(message);
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(
            () -> Conv2D.builder(2, 3).strides(Size.square(2)).dilationRate(Size.square(2)).build())
        .hasMessage("one of strides and dilationRate must be 1, got (2, 2) and (2, 2)");
    assertThatThrownBy(() -> Conv2D.builder(3, 3).groups(2).build())
        .hasMessage("filters must be a multiple of groups, got 3 and 2");
    assertThatThrownBy(() -> DepthwiseConv2D.builder(3).strides(new Size(1, 2)).build())
        .hasMessageStartingWith("strides must be equal both ways, got (1, 2)");
    assertThatThrownBy(() -> SeparableConv2D.builder(2, 3).depthMultiplier(0).build())
        .hasMessage("depthMultiplier must be at least 1, got 0");
    assertThatThrownBy(() -> BatchNormalization.builder().momentum(1.5).build())
        .hasMessage("momentum must be in [0, 1], got 1.5");
    assertThatThrownBy(() -> new Size(0, 1)).hasMessage("height must be at least 1, got 0");
    assertThatThrownBy(() -> new Initializer.RandomUniform(1, 1))
        .hasMessage("minval must be below maxval, got 1.0 and 1.0");
    assertThatThrownBy(() -> new Initializer.TruncatedNormal(0, 0))
        .hasMessage("stddev must be positive and finite, got 0.0");
  }

  @Test
  void aLayerThatLeadsNowhereIsRefused() {
    ModelBuilder builder = new ModelBuilder(ROW);
    ModelBuilder.Value x = builder.add(new Flatten(), builder.input());
    builder.add("lost", new Dropout(0.5), true, x);
    ModelBuilder.Value last = builder.add(new Dropout(0.5), x);

    assertThatThrownBy(() -> builder.build(last))
        .hasMessage(
            "layer 1, lost (Dropout): its output must lead to the model's output; leave the layer"
                + " out");
  }

  @Test
  void aNameThatIsNoScopeIsRefused() {
    ModelBuilder builder = new ModelBuilder(ROW);

    assertThatThrownBy(() -> builder.add("a/b c", new Flatten(), true, builder.input()))
        .hasMessage("layer 0: a name must match [A-Za-z0-9.][A-Za-z0-9_.-]*, got a/b c");
  }

  @Test
  void theLastActivationCanBeLeftOutOfEveryLayer() {
    List<UnaryLayer> layers =
        List.of(
            new ActivationLayer(Activation.TANH),
            new Conv2D(2, 3, Activation.TANH),
            DepthwiseConv2D.builder(3).activation(Activation.TANH).build(),
            SeparableConv2D.builder(2, 3).activation(Activation.TANH).build(),
            new Dense(2, Activation.TANH));

    assertThat(layers).extracting(UnaryLayer::activation).containsOnly(Activation.TANH);
    assertThat(layers)
        .extracting(layer -> layer.withoutActivation().activation())
        .containsOnly(Activation.LINEAR);
  }
}
