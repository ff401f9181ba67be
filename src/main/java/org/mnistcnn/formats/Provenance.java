package org.mnistcnn.formats;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.artifact.ModelCard;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.formats.savedmodel.ModelAssets;

/**
 * What a model's file says of itself beside its network and weights. A {@code .keras} file and
 * models of other programs say nothing.
 *
 * @param classNames the name of class 0, 1, ...; none if they are not known
 * @param facts see {@link TrainedModel#facts}
 */
public record Provenance(List<String> classNames, Map<String, String> facts) {

  public static final Provenance UNKNOWN = new Provenance(List.of(), Map.of());

  public Provenance {
    classNames = List.copyOf(classNames);
    facts = Map.copyOf(facts);
  }

  /**
   * What the file says.
   *
   * @throws IOException if there is a model card that can't be read
   */
  public static Provenance of(Path model) throws IOException {
    Path file = ModelAssets.card(model);
    if (!Files.isRegularFile(file)) {
      return UNKNOWN;
    }
    ModelCard card = ModelCard.read(file);
    return new Provenance(card.classNames(), card.facts());
  }

  /** The names of a model's classes: their numbers where the file has no name for each. */
  public List<String> classNamesOf(Classifier model) {
    return classNames.size() == model.classes()
        ? classNames
        : IntStream.range(0, model.classes()).mapToObj(Integer::toString).toList();
  }

  /** See {@link TrainedModel#invertsLight}. */
  public boolean invertsLight() {
    return TrainedModel.invertsLight(facts);
  }
}
