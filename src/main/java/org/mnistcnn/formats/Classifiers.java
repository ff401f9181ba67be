package org.mnistcnn.formats;

import java.io.IOException;
import java.nio.file.Path;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.artifact.Endpoint;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.keras.KerasClassifier;
import org.mnistcnn.formats.keras.KerasFile;
import org.mnistcnn.formats.savedmodel.SavedModelReader;

/** Loads models that classify images, from a file of any format that is known here. */
public final class Classifiers {

  private Classifiers() {}

  /**
   * Loads a model.
   *
   * @param model the directory of a SavedModel's version, or a {@code .keras} file
   * @throws IOException if it is no model of a known format, is damaged, or does not classify
   *     images
   */
  public static Classifier open(Path model, Device device) throws IOException {
    return open(model, device, Endpoint.AUTO);
  }

  /**
   * Loads a model that may be of another program.
   *
   * @param endpoint which way into a SavedModel to take, as far as it is said
   * @throws IOException as above, or if the model lacks what {@code endpoint} names, or has several
   *     ways in and it does not say which
   */
  public static Classifier open(Path model, Device device, Endpoint endpoint) throws IOException {
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
}
