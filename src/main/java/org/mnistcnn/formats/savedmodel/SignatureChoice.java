package org.mnistcnn.formats.savedmodel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.mnistcnn.artifact.Endpoint;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.SettingText;
import org.mnistcnn.data.ImageShape;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * The signature, input and output of a SavedModel by which it classifies images.
 *
 * @param signature the signature's key
 * @param inputName the input's name in it
 * @param input the tensor that images are fed to
 * @param outputName the output's name in it
 * @param output the tensor that has a number for each class, shape {@code (batch, classes)}
 * @param imageShape the size of the images
 */
public record SignatureChoice(
    String signature,
    String inputName,
    TensorInfo input,
    String outputName,
    TensorInfo output,
    ImageShape imageShape) {

  private static final String DEFAULT = "serving_default";

  /** Marks the signature of a loader's own initialization. */
  private static final String INTERNAL = "__saved_model_init_op";

  /**
   * Chooses.
   *
   * @throws InvalidDataException if nothing fits, or more than one way and {@code endpoint} does
   *     not say which; the message lists what there is
   */
  static SignatureChoice of(Path directory, MetaGraphDef graph, Endpoint endpoint)
      throws InvalidDataException {
    Map<String, SignatureDef> signatures = new TreeMap<>(graph.getSignatureDefMap());
    signatures.remove(INTERNAL);
    if (endpoint.signature().isPresent() && !signatures.containsKey(endpoint.signature().get())) {
      throw new InvalidDataException(
          "%s: no signature %s; there are %s"
              .formatted(directory, endpoint.signature().get(), signatures.keySet()));
    }
    List<SignatureChoice> choices = new ArrayList<>();
    signatures.forEach(
        (key, signature) -> {
          if (endpoint.signature().orElse(key).equals(key)) {
            choices.addAll(choices(key, signature, endpoint));
          }
        });
    List<SignatureChoice> preferred =
        choices.stream().filter(choice -> choice.signature().equals(DEFAULT)).toList();
    List<SignatureChoice> left = preferred.isEmpty() ? choices : preferred;
    if (left.size() == 1) {
      return left.get(0);
    }
    if (left.isEmpty()) {
      throw new InvalidDataException(
          ("%s: no signature%s takes images of a fixed size (pixels of shape (batch, height, width,"
                  + " channels), (batch, height, width) or (batch, pixels)) and gives a number for"
                  + " each class, shape (batch, classes); there are: %s")
              .formatted(directory, said(endpoint), describe(signatures)));
    }
    throw new InvalidDataException(
        SettingText.of(
            "%s: there are %d ways to classify an image with it: %s; say which by {signature},"
                + " {input}, {output}",
            directory,
            left.size(),
            left.stream().map(SignatureChoice::way).collect(Collectors.joining(", "))));
  }

  private static String said(Endpoint endpoint) {
    List<String> said = new ArrayList<>();
    endpoint.signature().ifPresent(name -> said.add("of name " + name));
    endpoint.input().ifPresent(name -> said.add("with an input " + name));
    endpoint.output().ifPresent(name -> said.add("with an output " + name));
    return said.isEmpty() ? "" : " " + String.join(", ", said);
  }

  private static List<SignatureChoice> choices(
      String key, SignatureDef signature, Endpoint endpoint) {
    List<SignatureChoice> choices = new ArrayList<>();
    if (signature.getInputsCount() != 1) {
      // What else it wants is not known here.
      return choices;
    }
    Map.Entry<String, TensorInfo> only = signature.getInputsMap().entrySet().iterator().next();
    String inputName = only.getKey();
    TensorInfo input = only.getValue();
    Optional<ImageShape> image = PixelFeed.imageShape(input);
    if (image.isEmpty() || !endpoint.input().orElse(inputName).equals(inputName)) {
      return choices;
    }
    new TreeMap<>(signature.getOutputsMap())
        .forEach(
            (outputName, output) -> {
              if (endpoint.output().orElse(outputName).equals(outputName) && isScores(output)) {
                choices.add(
                    new SignatureChoice(key, inputName, input, outputName, output, image.get()));
              }
            });
    return choices;
  }

  private static boolean isScores(TensorInfo info) {
    TensorShapeProto shape = info.getTensorShape();
    return switch (info.getDtype()) {
      case DT_FLOAT, DT_DOUBLE, DT_HALF, DT_BFLOAT16 ->
          !shape.getUnknownRank() && shape.getDimCount() == 2;
      default -> false;
    };
  }

  /** The number of classes; empty if the model says it only when it is run. */
  Optional<Integer> classes() {
    long classes = output.getTensorShape().getDim(1).getSize();
    return classes < 1 || classes > Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of((int) classes);
  }

  private String way() {
    return "signature %s, input %s, output %s".formatted(signature, inputName, outputName);
  }

  /** For readers: {@code signature serving_default, input image: float (-1, 28, 28, 1), ...}. */
  String description() {
    return "signature %s, input %s: %s, output %s: %s"
        .formatted(signature, inputName, describe(input), outputName, describe(output));
  }

  private static String describe(Map<String, SignatureDef> signatures) {
    if (signatures.isEmpty()) {
      return "none at all";
    }
    return signatures.entrySet().stream()
        .map(entry -> "%s (%s)".formatted(entry.getKey(), describe(entry.getValue())))
        .collect(Collectors.joining(", "));
  }

  private static String describe(SignatureDef signature) {
    return tensors(signature.getInputsMap()) + " -> " + tensors(signature.getOutputsMap());
  }

  private static String tensors(Map<String, TensorInfo> tensors) {
    return new TreeMap<>(tensors)
        .entrySet().stream()
            .map(entry -> entry.getKey() + ": " + describe(entry.getValue()))
            .collect(Collectors.joining(", "));
  }

  /** One line per signature: its inputs and outputs. */
  public static List<String> lines(MetaGraphDef graph) {
    Map<String, SignatureDef> signatures = new TreeMap<>(graph.getSignatureDefMap());
    signatures.remove(INTERNAL);
    return signatures.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + describe(entry.getValue()))
        .toList();
  }

  private static String describe(TensorInfo info) {
    return describe(info.getDtype(), info.getTensorShape());
  }

  /** A type and a shape, such as {@code float (-1, 28, 28, 1)}. */
  public static String describe(DataType type, TensorShapeProto shape) {
    return typeName(type) + " " + shape(shape);
  }

  private static String typeName(DataType type) {
    return type.name().replaceFirst("DT_", "").toLowerCase(Locale.ROOT);
  }

  private static String shape(TensorShapeProto shape) {
    return shape.getUnknownRank()
        ? "of any shape"
        : shape.getDimList().stream()
            .map(dim -> Long.toString(dim.getSize()))
            .collect(Collectors.joining(", ", "(", ")"));
  }
}
