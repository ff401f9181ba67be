package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.common.Names;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.WeightTransfer;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.Classifiers;
import org.mnistcnn.formats.keras.KerasWeights;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.train.CheckpointStore;
import picocli.CommandLine.Option;

/** Training that begins from what another model has learned. */
final class TransferOptions {

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Train on what a .keras file holds: its network and weights, and how it was compiled with"
              + " its optimizer's state, unless options compile it anew; --learning-rate alone"
              + " changes no more than the step size. Of a run (runs/NAME), a checkpoint or a"
              + " SavedModel: network and weights.")
  private @Nullable Path from;

  @Option(
      names = "--replace-head",
      description =
          "With --from: put a new Dense with new weights in the place of the last one, also where"
              + " the number of classes is the same.")
  private boolean replaceHead;

  @Option(
      names = "--initial-weights",
      paramLabel = "FILE",
      description =
          "Begin with the weights of a checkpoint (.ckpt) or SavedModel, matched by name, or of a"
              + " .keras or .weights.h5 file, matched by kind and order of layers as in Keras; a"
              + " layer whose shape differs begins anew.")
  private @Nullable Path initialWeights;

  @Option(
      names = "--freeze",
      paramLabel = "LAYER",
      split = ",",
      description = "Layers whose weights are not trained, by name.")
  private List<String> frozen = List.of();

  @Option(
      names = "--freeze-until",
      paramLabel = "LAYER",
      description =
          "The last layer whose weights are not trained; those before it are not, either.")
  private @Nullable String freezeUntil;

  @Option(
      names = "--unfreeze-at",
      paramLabel = "EPOCH",
      description =
          "From this epoch on (2 or later) everything is trained but --freeze, with the optimizer"
              + " begun anew.")
  private @Nullable Integer unfreezeAt;

  @Option(
      names = "--unfreeze-learning-rate",
      paramLabel = "RATE",
      description = "The step size from --unfreeze-at on (default: the one before).")
  private @Nullable Double unfreezeLearningRate;

  /**
   * The file to train on from, if there is one.
   *
   * @throws IllegalArgumentException if other weights are to be taken as well
   */
  Optional<Path> from() {
    if (from != null && initialWeights != null) {
      throw new IllegalArgumentException(
          "from brings its own weights: leave out --initial-weights, or take --architecture");
    }
    OptionRules.requireEffect(from != null || !replaceHead, "replaceHead", "from");
    return Optional.ofNullable(from);
  }

  /**
   * The model with the frozen layers.
   *
   * @throws IllegalArgumentException if there is no layer of a name
   */
  Model freeze(Model model) {
    Model fixed = model.withFrozen(frozen);
    if (freezeUntil == null) {
      return fixed;
    }
    List<String> names = model.nodes().stream().map(Model.Node::name).toList();
    int last = names.indexOf(freezeUntil);
    if (last < 0) {
      throw new IllegalArgumentException(Names.unknown("layer", freezeUntil, names));
    }
    Model first = fixed.withFrozen(names.subList(0, last + 1));
    if (first.weights().stream().noneMatch(Weight::trainable)) {
      throw new IllegalArgumentException(
          "freezeUntil must leave a layer to train, got %s, the last one with weights among %s"
              .formatted(freezeUntil, names));
    }
    return first;
  }

  /** Whether the head is replaced even if it could stay. */
  boolean replacesHead() {
    return replaceHead;
  }

  /**
   * The epoch that the second stage begins with, counted from 0, if there is one.
   *
   * @throws IllegalArgumentException if a run of so many epochs does not get there
   */
  OptionalInt unfreezeAt(int epochs) {
    OptionRules.requireEffect(
        unfreezeAt != null || unfreezeLearningRate == null, "unfreezeLearningRate", "unfreeze-at");
    if (unfreezeAt == null) {
      return OptionalInt.empty();
    }
    if (unfreezeAt < 2 || unfreezeAt > epochs) {
      throw new IllegalArgumentException(
          "unfreezeAt must be in [2, %d], of which the last is --epochs, got %d"
              .formatted(epochs, unfreezeAt));
    }
    if (unfreezeLearningRate != null
        && !(unfreezeLearningRate > 0 && Double.isFinite(unfreezeLearningRate))) {
      throw new IllegalArgumentException(
          "unfreezeLearningRate must be positive and finite, got " + unfreezeLearningRate);
    }
    return OptionalInt.of(unfreezeAt - 1);
  }

  /** The step size of the second stage, if it has one of its own. */
  Optional<Double> unfreezeLearningRate() {
    return Optional.ofNullable(unfreezeLearningRate);
  }

  /**
   * The network of the second stage.
   *
   * @param first that of the first
   * @throws IllegalArgumentException if no more is trained than in the first
   */
  Model unfreeze(Model first) {
    Model second = first.unfrozen().withFrozen(frozen);
    if (second.weights().equals(first.weights())) {
      throw new IllegalArgumentException(
          "unfreezeAt has no effect here: no layer is frozen; it belongs to --freeze-until");
    }
    return second;
  }

  /** Sets the first weights, if there are any, and says what matched and what did not. */
  void load(GraphModel learner, Device device, PrintWriter out) throws IOException {
    if (initialWeights == null) {
      return;
    }
    WeightTransfer.Source source = read(initialWeights, learner.model(), device);
    WeightTransfer transfer;
    try {
      transfer = WeightTransfer.of(learner.model(), source);
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(initialWeights, e.getMessage()), e);
    }
    transfer.apply(learner, source);
    out.printf("Initial weights from %s:%n", initialWeights);
    out.printf("  taken: %s%n", String.join(", ", transfer.matched()));
    transfer.kept().forEach((layer, reason) -> out.printf("  %s begins anew: %s%n", layer, reason));
    if (!transfer.unused().isEmpty()) {
      out.printf("  not used: %s%n", String.join(", ", transfer.unused()));
    }
  }

  private static WeightTransfer.Source read(Path file, Model model, Device device)
      throws IOException {
    if (KerasWeights.isNamedLikeOne(file)) {
      return KerasWeights.read(file, model);
    }
    if (Files.isDirectory(file)) {
      try (Classifier reader = Classifiers.open(file, device)) {
        return reader.weights();
      }
    }
    return WeightTransfer.Source.of(CheckpointStore.read(file).learner());
  }
}
