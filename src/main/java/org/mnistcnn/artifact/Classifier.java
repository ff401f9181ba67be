package org.mnistcnn.artifact;

import java.io.IOException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.engine.WeightTransfer;

/**
 * A trained model that classifies images, loaded from a file of any format that is known here, and
 * ready to run. Owns native memory until {@link #close}.
 */
public interface Classifier extends AutoCloseable {

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
