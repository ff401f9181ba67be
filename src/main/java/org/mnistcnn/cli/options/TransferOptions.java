package org.mnistcnn.cli.options;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Training that begins from what another model has learned. */
public final class TransferOptions {

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Train on what a .keras file holds: its network and weights, and how it was compiled with"
              + " its optimizer's state, unless options compile it anew; --learning-rate alone"
              + " changes no more than the step size. Of a run (runs/NAME), a checkpoint or a"
              + " SavedModel: network and weights.")
  @Nullable Path from;

  @Option(
      names = "--replace-head",
      description =
          "With --from: put a new Dense with new weights in the place of the last one, also where"
              + " the number of classes is the same.")
  boolean replaceHead;

  @Option(
      names = "--initial-weights",
      paramLabel = "FILE",
      description =
          "Begin with the weights of a checkpoint (.ckpt) or SavedModel, matched by name, or of a"
              + " .keras or .weights.h5 file, matched by kind and order of layers as in Keras; a"
              + " layer whose shape differs begins anew.")
  @Nullable Path initialWeights;

  @Option(
      names = "--freeze",
      paramLabel = "LAYER",
      split = ",",
      description = "Layers whose weights are not trained, by name.")
  List<String> frozen = List.of();

  @Option(
      names = "--freeze-until",
      paramLabel = "LAYER",
      description =
          "The last layer whose weights are not trained; those before it are not, either.")
  @Nullable String freezeUntil;

  @Option(
      names = "--unfreeze-at",
      paramLabel = "EPOCH",
      description =
          "From this epoch on (2 or later) everything is trained but --freeze, with the optimizer"
              + " begun anew.")
  @Nullable Integer unfreezeAt;

  @Option(
      names = "--unfreeze-learning-rate",
      paramLabel = "RATE",
      description = "The step size from --unfreeze-at on (default: the one before).")
  @Nullable Double unfreezeLearningRate;
}
