package org.mnistcnn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.engine.WeightTransfer;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.SavedModelSource;
import org.mnistcnn.formats.keras.KerasFile;
import org.mnistcnn.nn.Model;
import org.mnistcnn.train.CallbackState;
import org.mnistcnn.train.Checkpoint;
import org.mnistcnn.train.CheckpointStore;

/** A trained model from wherever one can be: a run, a checkpoint, a SavedModel, a .keras file. */
public final class ModelSource {

  static final String CHECKPOINTS = "checkpoints";

  private ModelSource() {}

  /**
   * Reads a model.
   *
   * @param warnings is told of each damaged checkpoint that is passed over
   * @throws IOException if there is none, or it is damaged
   */
  public static TrainedModel read(Path from, Device device, Consumer<String> warnings)
      throws IOException {
    if (KerasFile.isNamedLikeOne(from)) {
      KerasFile file = KerasFile.read(from);
      return TrainedModel.of(file.model(), file.weights());
    }
    Optional<Checkpoint> checkpoint = checkpoint(from, warnings);
    return checkpoint.isPresent()
        ? trained(from, checkpoint.get())
        : SavedModelSource.read(from, device);
  }

  /** Whether a directory is that of a run of {@code train}. */
  public static boolean isRun(Path directory) {
    return Files.isDirectory(directory.resolve(CHECKPOINTS));
  }

  /**
   * The checkpoint that {@code from} is, or the last one of the run that it is.
   *
   * @return empty if it is neither
   */
  public static Optional<Checkpoint> checkpoint(Path from, Consumer<String> warnings)
      throws IOException {
    if (Files.isRegularFile(from) && from.getFileName().toString().endsWith(".ckpt")) {
      return Optional.of(CheckpointStore.read(from));
    }
    Path checkpoints = from.resolve(CHECKPOINTS);
    if (!Files.isDirectory(checkpoints)) {
      return Optional.empty();
    }
    return Optional.of(
        new CheckpointStore(checkpoints)
            .latest(warnings)
            .orElseThrow(
                () ->
                    new InvalidDataException(
                        "%s: the run has no checkpoint; name another one".formatted(from))));
  }

  /** The model as training would have ended with it at the checkpoint. */
  public static TrainedModel trained(Path from, Checkpoint checkpoint) throws IOException {
    RunDescription description = RunDescription.of(checkpoint, from);
    try {
      Model model = description.model();
      return new TrainedModel(
          model,
          weights(model, checkpoint, description),
          description.classNames().isEmpty()
              ? TrainedModel.numbered(model)
              : description.classNames(),
          description.published(checkpoint.history()));
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException("%s: %s".formatted(from, e.getMessage()));
    }
  }

  /**
   * What a run that ended now would export: the moving averages where it keeps them; of a run that
   * restores the best weights, those.
   */
  private static Map<String, float[]> weights(
      Model model, Checkpoint checkpoint, RunDescription description) {
    Map<String, float[]> weights =
        new HashMap<>(WeightTransfer.finalWeights(model, checkpoint.learner()));
    RunConfig config = description.settings().over(RunConfig.DEFAULT);
    if (config.callbacks().restoreBestWeights()) {
      for (CallbackState state : checkpoint.callbacks()) {
        if (state.arrays().keySet().containsAll(weights.keySet())) {
          weights.putAll(state.arrays());
        }
      }
    }
    return weights;
  }
}
