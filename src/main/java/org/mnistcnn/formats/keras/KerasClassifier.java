package org.mnistcnn.formats.keras;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.engine.InferenceModel;
import org.mnistcnn.engine.WeightTransfer;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.tensorflow.ndarray.Shape;

/**
 * The network of a {@code .keras} file, ready to run. How it was compiled does not matter. Owns
 * native memory until {@link #close}.
 */
public final class KerasClassifier implements Classifier {

  private final Model model;
  private final Map<String, float[]> weights;
  private final ImageShape imageShape;
  private final InferenceModel inference;

  private KerasClassifier(Model model, Map<String, float[]> weights, Device device) {
    this.model = model;
    this.weights = weights;
    this.imageShape = imageShape(model.inputShape());
    this.inference = new InferenceModel(model, weights, device);
  }

  public static KerasClassifier open(Path file, Device device) throws IOException {
    KerasFile keras = KerasFile.read(file);
    try {
      return new KerasClassifier(keras.model(), keras.weights(), device);
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException("%s: %s".formatted(file, e.getMessage()));
    }
  }

  private static ImageShape imageShape(Shape input) {
    if (input.numDimensions() != 3) {
      throw new IllegalArgumentException(
          "the model must take images (height, width, channels), got input shape " + input);
    }
    return new ImageShape(
        Math.toIntExact(input.get(0)),
        Math.toIntExact(input.get(1)),
        Math.toIntExact(input.get(2)));
  }

  @Override
  public ImageShape imageShape() {
    return imageShape;
  }

  @Override
  public int classes() {
    return Math.toIntExact(model.outputShape().get(0));
  }

  @Override
  public String description() {
    return "a .keras file, run as the network that its config.json describes";
  }

  @Override
  public float[] probabilities(Dataset images) {
    return inference.probabilities(images);
  }

  @Override
  public WeightTransfer.Source weights() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (Weight weight : model.weights()) {
      shapes.put(weight.name(), weight.shape().asArray());
    }
    return new WeightTransfer.Source(shapes, weights);
  }

  @Override
  public void close() {
    inference.close();
  }
}
