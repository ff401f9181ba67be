package org.mnistcnn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.Names;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.common.WithBuilder;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.WeightTransfer;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.Classifiers;
import org.mnistcnn.formats.keras.KerasWeights;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.train.CheckpointStore;

/**
 * What a training takes from another model, and which layers it leaves as they are.
 *
 * @param from a {@code .keras} file, run, checkpoint or SavedModel whose network is trained further
 * @param replaceHead whether its last Dense makes way for a new one, even if it could stay
 * @param initialWeights a file whose weights are taken, as far as they fit
 * @param freeze names of layers that are not trained
 * @param freezeUntil the last layer of those that are not trained from the first one on
 * @param unfreezeAt the epoch, counted from 1, from which all layers but {@code freeze} are trained
 * @param unfreezeLearningRate the learning rate from there on; empty for the one before
 */
@WithBuilder
public record TransferConfig(
    @Role(Role.Kind.SHARED) Optional<Path> from,
    boolean replaceHead,
    @Role(Role.Kind.SHARED) Optional<Path> initialWeights,
    List<String> freeze,
    Optional<String> freezeUntil,
    Optional<Integer> unfreezeAt,
    Optional<Double> unfreezeLearningRate)
    implements TransferConfigBuilder.With {

  /** Nothing: all is trained from random weights. */
  public static final TransferConfig DEFAULT =
      TransferConfigBuilder.empty().freeze(List.of()).build();

  public TransferConfig {
    freeze = List.copyOf(freeze);
  }

  /** Refuses settings that exclude each other, or would do nothing. */
  void requireEffects() {
    if (from.isPresent() && initialWeights.isPresent()) {
      throw SettingException.of(
          "{from} brings its own weights: leave out {initialWeights}, or take {architecture}");
    }
    Check.effect(from.isPresent() || !replaceHead, "replaceHead", "from", "");
  }

  /**
   * The model with the frozen layers.
   *
   * @throws SettingException if there is no layer of a name
   */
  Model frozen(Model model) {
    Model fixed = frozenByName(model);
    if (freezeUntil.isEmpty()) {
      return fixed;
    }
    List<String> names = model.nodes().stream().map(Model.Node::name).toList();
    int last = names.indexOf(freezeUntil.get());
    if (last < 0) {
      throw SettingException.of("%s", Names.unknown("layer", freezeUntil.get(), names));
    }
    Model first = fixed.withFrozen(names.subList(0, last + 1));
    if (first.weights().stream().noneMatch(Weight::trainable)) {
      throw new SettingException(
          "freezeUntil",
          "must leave a layer to train, got %s, the last one with weights among %s"
              .formatted(freezeUntil.get(), names));
    }
    return first;
  }

  private Model frozenByName(Model model) {
    try {
      return model.withFrozen(freeze);
    } catch (IllegalArgumentException e) {
      throw SettingException.of(e);
    }
  }

  /**
   * The epoch that the second stage begins with, counted from 0, if there is one.
   *
   * @throws SettingException if a run of so many epochs does not get there
   */
  OptionalInt unfreezeAt(int epochs) {
    if (unfreezeAt.isEmpty()) {
      Check.effect(unfreezeLearningRate.isEmpty(), "unfreezeLearningRate", "unfreezeAt", "");
      return OptionalInt.empty();
    }
    if (unfreezeAt.get() < 2 || unfreezeAt.get() > epochs) {
      throw SettingException.of(
          "{unfreezeAt} must be in [2, %d], of which the last is {epochs}, got %d",
          epochs, unfreezeAt.get());
    }
    unfreezeLearningRate.ifPresent(rate -> Check.positive("unfreezeLearningRate", rate));
    return OptionalInt.of(unfreezeAt.get() - 1);
  }

  /**
   * The network of the second stage.
   *
   * @param first that of the first
   * @throws SettingException if no more is trained than in the first
   */
  Model unfrozen(Model first) {
    Model second = frozenByName(first.unfrozen());
    if (second.weights().equals(first.weights())) {
      throw SettingException.of(
          "{unfreezeAt} has no effect here: no layer is frozen; it belongs to {freezeUntil}");
    }
    return second;
  }

  /**
   * Sets the initial weights, if there are any.
   *
   * @param notes are told what matched and what did not
   */
  void load(GraphModel learner, Device device, Consumer<String> notes) throws IOException {
    if (initialWeights.isEmpty()) {
      return;
    }
    Path file = initialWeights.get();
    WeightTransfer.Source source = read(file, learner.model(), device);
    WeightTransfer transfer;
    try {
      transfer = WeightTransfer.of(learner.model(), source);
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
    }
    transfer.apply(learner, source);
    notes.accept("Initial weights from %s:".formatted(file));
    notes.accept("  taken: " + String.join(", ", transfer.matched()));
    transfer
        .kept()
        .forEach((layer, reason) -> notes.accept("  %s begins anew: %s".formatted(layer, reason)));
    if (!transfer.unused().isEmpty()) {
      notes.accept("  not used: " + String.join(", ", transfer.unused()));
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
