package org.mnistcnn.interop;

import java.io.IOException;
import java.nio.file.Path;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.engine.Device;
import org.mnistcnn.engine.WeightTransfer;

/**
 * A trained model that classifies images, loaded from a file of any format that is known here, and
 * ready to run. Owns native memory until {@link #close}.
 */
public sealed interface Classifier extends AutoCloseable permits SavedModelReader, KerasClassifier {

  /**
   * Loads a model.
   *
   * @param model the directory of a SavedModel's version, or a {@code .keras} file
   * @throws IOException if it is no model of a known format, is damaged, or does not classify
   *     images
   */
  static Classifier open(Path model, Device device) throws IOException {
    return open(model, device, Endpoint.AUTO);
  }

  /**
   * Loads a model that may be of another program.
   *
   * @param endpoint which way into a SavedModel to take, as far as it is said
   * @throws IOException as above, or if the model lacks what {@code endpoint} names, or has several
   *     ways in and it does not say which
   */
  static Classifier open(Path model, Device device, Endpoint endpoint) throws IOException {
    if (!KerasFile.isNamedLikeOne(model)) {
      return SavedModelReader.open(model, device, endpoint);
    }
    if (!endpoint.equals(Endpoint.AUTO)) {
      throw new IOException(
          "%s: a .keras file has one way in; a signature, input, output, logits or unit pixels can"
                  .formatted(model)
              + " be said of a SavedModel only");
    }
    return KerasClassifier.open(model, device);
  }

  /** The size of the images that the model takes. */
  ImageShape imageShape();

  /** Number of classes that the model tells apart. */
  int classes();

  /** What of the file is run, for readers. */
  String description();

  /**
   * The probability of every class for every image, shape {@code (images, classes)}, row-major.
   *
   * @throws IllegalArgumentException if the images are not of the model's size
   * @throws IllegalStateException if it can't be told whether the model gives probabilities
   */
  float[] probabilities(Dataset images);

  /**
   * The model's weights by name, such as {@code conv2d/kernel}.
   *
   * @throws IOException if the model has none that can be read
   */
  WeightTransfer.Source weights() throws IOException;

  /** Frees the model. */
  @Override
  void close();
}
