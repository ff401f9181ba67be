package org.mnistcnn.artifact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mnistcnn.common.Sha256;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.nn.rewrite.Ensemble;
import org.tensorflow.ndarray.Shape;

/**
 * A network and what it has learned: all that an export needs, whatever file it came from.
 *
 * @param model the network
 * @param weights the values of all its weights by name, row-major
 * @param classNames the name of class 0, 1, ...
 * @param facts what else is known of it, in an order for readers: how it was trained, with which
 *     options, how good it is
 */
public record TrainedModel(
    Model model, Map<String, float[]> weights, List<String> classNames, Map<String, String> facts) {

  /** The name of the output that has the probability of each class, in every export. */
  public static final String PROBABILITIES = "probabilities";

  /** The name of the output that has the most probable class, in every export. */
  public static final String CLASS = "class";

  /** The fact that says how picture files become images. */
  public static final String PICTURES = "pictures";

  /** The value of {@link #PICTURES} of models that have learned from picture files. */
  public static final String AS_THEY_ARE = "as light or dark as they are";

  /**
   * @throws IllegalArgumentException if a weight is missing or has another number of values, or the
   *     number of names is not that of classes
   */
  public TrainedModel {
    weights = Map.copyOf(weights);
    classNames = List.copyOf(classNames);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    for (Weight weight : model.weights()) {
      float[] value = weights.get(weight.name());
      if (value == null || value.length != weight.shape().size()) {
        throw new IllegalArgumentException(
            "weight %s must have %d values, got %s"
                .formatted(
                    weight.name(), weight.shape().size(), value == null ? "none" : value.length));
      }
    }
    if (model.outputShape().numDimensions() == 1
        && classNames.size() != model.outputShape().get(0)) {
      throw new IllegalArgumentException(
          "there must be a name for each of %d classes, got %d: %s"
              .formatted(model.outputShape().get(0), classNames.size(), classNames));
    }
    for (String name : classNames) {
      if (name.isEmpty() || name.lines().count() != 1) {
        throw new IllegalArgumentException(
            "a class's name must be one line, got '%s'".formatted(name));
      }
    }
  }

  /** A model of which no more is known: its classes are called 0, 1, ... */
  public static TrainedModel of(Model model, Map<String, float[]> weights) {
    return new TrainedModel(model, weights, numbered(model), Map.of());
  }

  /**
   * Trained models as one, see {@link Ensemble}, with the class names of the first.
   *
   * @param shares the weight of each member's probabilities
   * @param facts what is known of the whole
   * @throws IllegalArgumentException if they do not fit together
   */
  public static TrainedModel ensemble(
      List<TrainedModel> members, List<Double> shares, Map<String, String> facts) {
    Ensemble ensemble = new Ensemble(members.stream().map(TrainedModel::model).toList(), shares);
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (int member = 0; member < members.size(); member++) {
      int index = member;
      members
          .get(member)
          .weights()
          .forEach((name, value) -> weights.put(Ensemble.nameOf(index, name), value));
    }
    return new TrainedModel(ensemble.model(), weights, members.get(0).classNames(), facts);
  }

  /** The classes of a model by number. */
  public static List<String> numbered(Model model) {
    return model.outputShape().numDimensions() == 1
        ? IntStream.range(0, Math.toIntExact(model.outputShape().get(0)))
            .mapToObj(Integer::toString)
            .toList()
        : List.of();
  }

  /**
   * Whether grey picture files with a light border are inverted: unless the model has learned from
   * such files as they are, it knows digits, light on dark.
   */
  public boolean invertsLight() {
    return invertsLight(facts);
  }

  public static boolean invertsLight(Map<String, String> facts) {
    return !AS_THEY_ARE.equals(facts.get(PICTURES));
  }

  /** Whether the model is a classifier, not an ensemble, of another number of classes. */
  public boolean hasOtherClasses(int classes) {
    return model.outputShape().numDimensions() == 1
        && !Ensemble.isOne(model)
        && model.outputShape().get(0) != classes;
  }

  /**
   * The size of the images that the model takes.
   *
   * @throws IllegalArgumentException if it takes something else
   */
  public ImageShape imageShape() {
    Shape input = model.inputShape();
    if (input.numDimensions() != 3) {
      throw new IllegalArgumentException(
          "a model of images must take (height, width, channels), got " + input);
    }
    return new ImageShape(
        Math.toIntExact(input.get(0)),
        Math.toIntExact(input.get(1)),
        Math.toIntExact(input.get(2)));
  }

  /** Whether the model takes images of a size. */
  public boolean takes(ImageShape image) {
    return model.inputShape().equals(Shape.of(image.height(), image.width(), image.channels()));
  }

  /** The values of one weight of the model. */
  public float[] value(Weight weight) {
    float[] value = weights.get(weight.name());
    if (value == null) {
      throw new IllegalStateException("checked before: " + weight.name());
    }
    return value;
  }

  /** Number of values in all weights. */
  long parameters() {
    return model.weights().stream().mapToLong(weight -> weight.shape().size()).sum();
  }

  /**
   * The SHA-256 of all weights' values, float32 and little-endian, in the model's order: the same
   * in whatever file they are.
   */
  public String weightsHash() {
    MessageDigest digest = Sha256.digest();
    for (Weight weight : model.weights()) {
      float[] value = value(weight);
      ByteBuffer bytes =
          ByteBuffer.allocate(Math.multiplyExact(value.length, Float.BYTES))
              .order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(value);
      digest.update(bytes.array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
