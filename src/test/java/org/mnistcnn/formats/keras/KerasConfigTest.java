package org.mnistcnn.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mnistcnn.Python;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Initializer;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelBuilder;
import org.mnistcnn.nn.Regularizer;
import org.mnistcnn.nn.layers.ActivationLayer;
import org.mnistcnn.nn.layers.Add;
import org.mnistcnn.nn.layers.BatchNormalization;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.Flatten;
import org.mnistcnn.nn.layers.MaxPooling2D;
import org.mnistcnn.nn.layers.Padding;
import org.mnistcnn.nn.layers.Size;
import org.mnistcnn.nn.layers.SpatialDropout2D;
import org.mnistcnn.zoo.MnistCnn;
import org.tensorflow.ndarray.Shape;

class KerasConfigTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  static List<LayerCase> models() throws IOException {
    List<LayerCase> models = new ArrayList<>(LayerCase.read("layers.json"));
    models.addAll(LayerCase.read("resnet.json"));
    return models;
  }

  @ParameterizedTest
  @MethodSource("models")
  void whatIsWrittenIsWhatKerasWrote(LayerCase aCase) throws IOException {
    JsonNode written = JSON.readTree(KerasConfig.json(aCase.model()));

    assertThat(comparable(written)).isEqualTo(comparable(aCase.json().get("config")));
  }

  @Test
  void kerasLoadsWhatIsWritten() throws Exception {
    ModelBuilder builder = new ModelBuilder(Shape.of(8, 8, 3));
    ModelBuilder.Value stem =
        builder.add(
            "stem",
            Conv2D.builder(4, 3)
                .padding(Padding.SAME)
                .useBias(false)
                .kernelInitializer(new Initializer.HeNormal())
                .kernelRegularizer(new Regularizer(0.1, 0.2))
                .build(),
            false,
            builder.input());
    ModelBuilder.Value branch = builder.add(new BatchNormalization(), stem);
    branch = builder.add(new SpatialDropout2D(0.1), branch);
    ModelBuilder.Value sum = builder.add(new Add(), stem, branch);
    ModelBuilder.Value pooled =
        builder.add(new MaxPooling2D(Size.square(3), Size.square(2), Padding.SAME), sum);
    ModelBuilder.Value logits =
        builder.add(new Dense(10, Activation.LINEAR), builder.add(new Flatten(), pooled));
    Model residual = builder.build(builder.add(new ActivationLayer(Activation.SOFTMAX), logits));
    Path first = directory.resolve("residual.json");
    Path second = directory.resolve("seed.json");
    Files.writeString(first, KerasConfig.json(residual));
    Files.writeString(second, KerasConfig.json(MnistCnn.network(new ImageShape(28, 28, 1), 10)));

    String output = Python.run("src/test/python/keras_config.py", first, second);

    assertThat(output)
        .contains("residual.json: " + weights(residual) + " frozen: stem")
        .contains("seed.json: conv2d/kernel (3, 3, 1, 32)");
    assertThat(KerasConfig.read(first).nodes()).isEqualTo(residual.nodes());
  }

  private static String weights(Model model) {
    List<String> weights = new ArrayList<>();
    model
        .weights()
        .forEach(
            weight -> {
              String shape = weight.shape().toString().replace("[", "(").replace("]", ")");
              weights.add(
                  weight.name()
                      + " "
                      + (weight.shape().numDimensions() == 1 ? shape.replace(")", ",)") : shape));
            });
    return String.join("; ", weights);
  }

  @Test
  void settingsThatAreLeftOutAreThoseOfKeras() {
    Model model =
        KerasConfig.parse(
            sequential(
                """
                {"class_name": "Conv2D", "config": {"filters": 4, "kernel_size": 3,
                  "activation": "swish", "kernel_initializer": "he_normal",
                  "kernel_regularizer": "l2"}},
                {"class_name": "MaxPooling2D", "config": {"pool_size": [3, 2]}},
                {"class_name": "Flatten", "config": {}},
                {"class_name": "Dense", "config": {"units": 2, "name": "digits"}}"""));

    assertThat(model.nodes())
        .extracting(Model.Node::name)
        .containsExactly("conv2d", "max_pooling2d", "flatten", "digits");
    assertThat(model.nodes())
        .extracting(Model.Node::layer)
        .contains(
            Conv2D.builder(4, 3)
                .activation(Activation.SILU)
                .kernelInitializer(new Initializer.HeNormal())
                .kernelRegularizer(Regularizer.l2(0.01))
                .build(),
            new MaxPooling2D(new Size(3, 2), new Size(3, 2), Padding.VALID),
            new Dense(2, Activation.LINEAR));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "filters": 4                     | kernel_size must be given
          "filters": 0, "kernel_size": 3   | filters must be at least 1, got 0
          "filters": 4.5, "kernel_size": 3 | filters: must be a whole number, got 4.5
          "filters": 4, "kernel_sice": 3   | no key kernel_sice; did you mean kernel_size?
          "filters": 4, "kernel_size": [3] | kernel_size: must be a whole number or two of them, got [3]
          "filters": 4, "kernel_size": 9   | kernelSize must not be larger than the image, got (9, 9) for input shape [8, 6, 1]
          "filters": 4, "kernel_size": 3, "data_format": "channels_first"   | data_format must be "channels_last", got "channels_first"
          "filters": 4, "kernel_size": 3, "dtype": "mixed_float16"          | dtype must be float32, got "mixed_float16"
          "filters": 4, "kernel_size": 3, "activity_regularizer": "l2"      | activity_regularizer must be null, got "l2"
          "filters": 4, "kernel_size": 3, "kernel_constraint": "nonneg"     | kernel_constraint: no constraint nonneg; did you mean NonNeg?
          "filters": 4, "kernel_size": 3, "bias_constraint": {"class_name": "UnitNorm", "config": {"axis": [0, 1]}} | the axes of the constraint of bias must be different ones in [-1, 0], got [0, 1]
          "filters": 4, "kernel_size": 3, "bias_constraint": {"class_name": "UnitNorm", "config": {"axis": null}} | bias_constraint: axis: must be a whole number, got null
          "filters": 4, "kernel_size": 3, "kernel_constraint": {"class_name": "UnitNorm", "config": {"axis": [0, -4]}} | the axes of the constraint of kernel must be different ones in [-4, 3], got [0, -4]
          "filters": 4, "kernel_size": 3, "kernel_constraint": {"class_name": "UnitNorm", "config": {"axis": []}} | kernel_constraint: axis must name at least one axis, got none
          "filters": 4, "kernel_size": 3, "kernel_constraint": {"class_name": "MaxNorm", "config": {"max_value": -1}} | kernel_constraint: maxValue must be finite and not negative, got -1.0
          "filters": 4, "kernel_size": 3, "kernel_constraint": {"class_name": "MinMaxNorm", "config": {"min_value": 2}} | kernel_constraint: minValue must be at most maxValue, got 2.0 and 1.0
          "filters": 4, "kernel_size": 3, "activation": "rellu"             | activation: no name rellu; did you mean relu?
          "filters": 4, "kernel_size": 3, "kernel_initializer": "he_normel" | kernel_initializer: no initializer he_normel; did you mean
          "filters": 4, "kernel_size": 3, "kernel_regularizer": "l3"        | kernel_regularizer: no regularizer l3; did you mean
          "filters": 4, "kernel_size": 3, "strides": 2, "dilation_rate": 2  | one of strides and dilationRate must be 1
          "filters": 4, "kernel_size": 3, "trainable": "no"                 | trainable: must be true or false, got "no"
          "filters": 4, "kernel_size": 3, "use_bias": null                  | use_bias: must be true or false, got null
          "filters": 4, "kernel_size": 3, "kernel_initializer": {"class_name": "HeNormal", "config": {"seed": 1}} | kernel_initializer: seed must be null, got 1
          """)
  void aSettingThatDoesNotFitIsRefusedWithItsPlace(String settings, String message) {
    String json =
        sequential(
            """
            {"class_name": "Rescaling", "config": {"scale": 1}},
            {"class_name": "Conv2D", "config": {"name": "first", %s}}"""
                .formatted(settings));

    assertThatThrownBy(() -> KerasConfig.parse(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("layer 1, first (Conv2D): ")
        .hasMessageContaining(message);
  }

  @Test
  void anUnknownLayerIsRefusedWithTheKnownOnes() {
    String json = sequential("{\"class_name\": \"MaxPool2D\", \"config\": {\"name\": \"pool\"}}");

    assertThatThrownBy(() -> KerasConfig.parse(json))
        .hasMessageStartingWith(
            "layer 0, pool (MaxPool2D): no layer MaxPool2D; did you mean MaxPooling2D?"
                + " There are [Activation, Add, Average, AveragePooling2D,");
  }

  @Test
  void aLambdaAndAClassOfAUserAreRefused() {
    assertThatThrownBy(
            () -> KerasConfig.parse(sequential("{\"class_name\": \"Lambda\", \"config\": {}}")))
        .hasMessageStartingWith("layer 0, ? (Lambda): no layer Lambda; there are");
    assertThatThrownBy(
            () ->
                KerasConfig.parse(
                    sequential(
                        "{\"module\": \"mine\", \"class_name\": \"Dense\", \"config\": {}}")))
        .hasMessage("layer 0, ? (Dense): layer Dense must be Keras's own, got module mine");
  }

  @Test
  void aFrozenModelIsFrozenLayerByLayer() {
    String json =
        sequential("{\"class_name\": \"Flatten\", \"config\": {}}")
            .replace("\"name\": \"sequential\"", "\"trainable\": false");

    assertThat(KerasConfig.parse(json).nodes())
        .extracting(Model.Node::trainable)
        .containsExactly(false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {                                               | not JSON at line 1, column
          []                                              | a model must be an object, got []
          {"class_name": "Functionel", "config": {}}      | no model Functionel; did you mean Functional?
          {"class_name": "Sequential"}                    | a model must have a class_name and a config
          {"class_name": "Sequential", "config": {}}      | a model must have layers
          {"class_name": "Sequential", "config": {"layers": [{"class_name": "Flatten", "config": {}}]}} | the input's shape must be given as [null, height, width, channels], got none
          {"class_name": "Sequential", "config": {"trainable": "no", "layers": [1]}} | trainable: must be true or false
          {"class_name": "Sequential", "config": {"build_input_shape": [null, 8], "layers": [{"class_name": "Flatten", "config": {"name": 1}}]}} | name: must be a text, got 1
          {"class_name": "Sequential", "config": {"layers": [{"class_name": "InputLayer", "config": {"sparse": true}}]}} | layer 0, ? (InputLayer): sparse must be false, got true
          {"class_name": "Sequential", "config": {"layers": [{"class_name": "InputLayer", "config": {"batch_shape": [null, "8"]}}]}} | batch_shape: the input's shape must be given as
          {"class_name": "Sequential", "config": {}, "a": 1, "a": 2} | Duplicate field 'a'
          """)
  void whatIsNoModelIsRefused(String json, String message) {
    assertThatThrownBy(() -> KerasConfig.parse(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void theGraphOfAFunctionalModelIsChecked() throws IOException {
    LayerCase block =
        models().stream()
            .filter(aCase -> aCase.name().equals("residual block"))
            .findFirst()
            .orElseThrow();
    String json = block.json().get("config").toString();

    assertThatThrownBy(() -> KerasConfig.parse(json.replace("\"conv2d\",0,0", "\"conv\",0,0")))
        .hasMessage("layer 1, add (Add): conv must be a layer before it, of [conv2d, input_layer]");
    assertThatThrownBy(() -> KerasConfig.parse(json.replace("\"conv2d\",0,0", "\"conv2d\",1,0")))
        .hasMessageStartingWith("layer 1, add (Add): one value must be given as [layer, 0, 0]");
    assertThatThrownBy(
            () ->
                KerasConfig.parse(json.replace("\"kwargs\":{}", "\"kwargs\":{\"training\":true}")))
        .hasMessageContaining("a call must be without options, got training=true");
  }

  @Test
  void aFileThatHoldsNoModelIsNamed() throws IOException {
    Path file = directory.resolve("config.json");
    Files.writeString(file, "no");

    assertThatThrownBy(() -> KerasConfig.read(file))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith(file + ": not JSON at line 1, column ");
  }

  private static String sequential(String layers) {
    return """
        {"class_name": "Sequential", "config": {"name": "sequential", "layers": [
          {"class_name": "InputLayer", "config": {"batch_shape": [null, 8, 6, 1]}},
          %s]}}
        """
        .formatted(layers);
  }

  /** Without what does not matter: how Keras called its layers, and 1 for 1.0. */
  private static JsonNode comparable(JsonNode json) {
    if (json.isNumber()) {
      return JSON.getNodeFactory().numberNode(json.doubleValue());
    }
    if (json instanceof ObjectNode object) {
      ObjectNode copy = JSON.createObjectNode();
      object
          .properties()
          .forEach(
              entry ->
                  copy.set(
                      entry.getKey(),
                      entry.getKey().equals("kwargs")
                          ? JSON.createObjectNode()
                          : comparable(entry.getValue())));
      return copy;
    }
    if (json.isArray()) {
      var copy = JSON.createArrayNode();
      json.forEach(element -> copy.add(comparable(element)));
      return copy;
    }
    return json;
  }
}
