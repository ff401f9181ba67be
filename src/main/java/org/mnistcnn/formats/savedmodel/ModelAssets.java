package org.mnistcnn.formats.savedmodel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.mnistcnn.artifact.ModelCard;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.formats.keras.KerasConfig;

/**
 * The files beside the graph of a SavedModel: {@code assets/} for programs that run it, {@code
 * assets.extra/} for everything that TensorFlow itself does not read.
 */
public final class ModelAssets {

  /** The name of class 0, 1, ..., one per line. */
  static final String LABELS = "labels.txt";

  private static final String CONFIG = "config.json";
  private static final String CARD = "model_card.json";

  private ModelAssets() {}

  static void write(
      Path version, String name, TrainedModel trained, Map<String, ServingFunction> signatures)
      throws IOException {
    Path assets = Files.createDirectories(version.resolve("assets"));
    Files.writeString(assets.resolve(LABELS), String.join("\n", trained.classNames()) + "\n");
    Path extra = Files.createDirectories(extra(version));
    Files.writeString(extra.resolve(CONFIG), KerasConfig.json(trained.model()));
    ModelCard card = ModelCard.of(trained);
    Files.writeString(extra.resolve(CARD), card.json());
    Files.writeString(extra.resolve("model_card.md"), card.markdown(name, trained));
    Files.write(
        extra.resolve("tf_serving_warmup_requests"),
        WarmupRequests.file(name, trained.model().inputShape(), signatures));
  }

  /** The network in Keras's format; absent in a model of another program. */
  public static Path config(Path version) {
    return extra(version).resolve(CONFIG);
  }

  /** The card; absent in a model of another program. */
  public static Path card(Path version) {
    return extra(version).resolve(CARD);
  }

  private static Path extra(Path version) {
    return version.resolve("assets.extra");
  }
}
