package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.engine.Device;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.WeightTransfer;
import org.mnistcnn.interop.Classifier;
import org.mnistcnn.interop.KerasWeights;
import org.mnistcnn.nn.Model;
import org.mnistcnn.train.Checkpoints;
import picocli.CommandLine.Option;

/** Training that begins from what another model has learned. */
final class TransferOptions {

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Train on what a .keras file holds: its network and weights, and how it was compiled with"
              + " its optimizer's state, unless options compile it anew; --learning-rate alone"
              + " changes no more than the step size.")
  private @Nullable Path from;

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
    return Optional.ofNullable(from);
  }

  /**
   * The model with the frozen layers.
   *
   * @throws IllegalArgumentException if there is no layer of a name
   */
  Model freeze(Model model) {
    return model.withFrozen(frozen);
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
      try (Classifier reader = Classifier.open(file, device)) {
        return reader.weights();
      }
    }
    return WeightTransfer.Source.of(Checkpoints.read(file).learner());
  }
}
