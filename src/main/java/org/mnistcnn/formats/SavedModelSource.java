package org.mnistcnn.formats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.artifact.ModelCard;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.engine.WeightTransfer;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.keras.KerasConfig;
import org.mnistcnn.formats.savedmodel.ModelAssets;
import org.mnistcnn.formats.savedmodel.SavedModelFile;
import org.mnistcnn.nn.Model;

/** A SavedModel of this program as what it was made from. */
public final class SavedModelSource {

  private SavedModelSource() {}

  /**
   * Reads a SavedModel.
   *
   * @param directory of a version
   * @throws IOException if it is none of this program, or is damaged: its weights are not those
   *     that the model card names
   */
  public static TrainedModel read(Path directory, Device device) throws IOException {
    SavedModelFile.read(directory);
    Path config = ModelAssets.config(directory);
    Path cardFile = ModelAssets.card(directory);
    if (!Files.isRegularFile(config) || !Files.isRegularFile(cardFile)) {
      throw new InvalidDataException(
          "%s: the network is not known (%s or %s is missing): take a SavedModel that mnist-cnn"
                  .formatted(directory, config.getFileName(), cardFile.getFileName())
              + " exported, or a checkpoint");
    }
    Model model = KerasConfig.read(config);
    ModelCard card = ModelCard.read(cardFile);
    try (Classifier classifier = Classifiers.open(directory, device)) {
      WeightTransfer.Source source = classifier.weights();
      TrainedModel trained =
          new TrainedModel(model, source.values(), card.classNames(), card.facts());
      if (!trained.weightsHash().equals(card.weightsHash())) {
        throw new InvalidDataException(
            "%s: damaged: the SHA-256 of its weights is not the one in %s; export it again"
                .formatted(directory, cardFile.getFileName()));
      }
      return trained;
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(
          "%s: its weights do not fit its %s: %s"
              .formatted(directory, config.getFileName(), e.getMessage()));
    }
  }
}
