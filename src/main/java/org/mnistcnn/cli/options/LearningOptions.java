package org.mnistcnn.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a model learns: what Keras's {@code compile} and its optimizers take. */
public final class LearningOptions {

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      defaultValue = "adam",
      description = "adam, adamw, nadam, rmsprop or sgd (default: ${DEFAULT-VALUE}).")
  String optimizer = "adam";

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "The optimizer's step size (default: Keras's, 0.001, for sgd 0.01).")
  @Nullable Double learningRate;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      description = "Momentum of sgd and rmsprop (default: 0).")
  @Nullable Double momentum;

  @Option(names = "--nesterov", description = "Nesterov momentum, for sgd.")
  boolean nesterov;

  @Option(
      names = "--weight-decay",
      paramLabel = "D",
      description = "Share of the step size by which adamw shrinks weights (default: 0.004).")
  @Nullable Double weightDecay;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      defaultValue = "constant",
      description =
          "Course of the step size: constant, exponential, step, cosine or one_cycle (default:"
              + " ${DEFAULT-VALUE}).")
  String schedule = "constant";

  @Option(
      names = "--decay-rate",
      paramLabel = "F",
      description =
          "Factor of the step size every --decay-epochs, for exponential (default: 0.95) and step"
              + " (default: 0.1).")
  @Nullable Double decayRate;

  @Option(
      names = "--decay-epochs",
      paramLabel = "N",
      description =
          "Epochs from decay to decay, for exponential (default: 1) and step (default: 5).")
  @Nullable Integer decayEpochs;

  @Option(
      names = "--warmup-epochs",
      paramLabel = "N",
      defaultValue = "0",
      description = "Epochs in which cosine rises from zero (default: ${DEFAULT-VALUE}).")
  int warmupEpochs;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      description =
          "sparse_categorical_crossentropy, categorical_crossentropy or"
              + " categorical_focal_crossentropy (default: the first; with --label-smoothing the"
              + " second, which is the same without it).")
  @Nullable String loss;

  @Option(
      names = "--label-smoothing",
      paramLabel = "S",
      defaultValue = "0",
      description =
          "Share of the truth spread over all classes, such as 0.1 (default: ${DEFAULT-VALUE}).")
  double labelSmoothing;

  @Option(names = "--clipvalue", paramLabel = "C", description = "Clip gradients to [-C, C].")
  @Nullable Double clipvalue;

  @Option(names = "--clipnorm", paramLabel = "C", description = "Clip each gradient's norm to C.")
  @Nullable Double clipnorm;

  @Option(
      names = "--global-clipnorm",
      paramLabel = "C",
      description = "Clip the norm of all gradients together to C.")
  @Nullable Double globalClipnorm;

  @Option(
      names = "--ema-momentum",
      paramLabel = "M",
      description = "End with a moving average of the weights that decays by M, such as 0.99.")
  @Nullable Double emaMomentum;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Measure too how often the truth is among the K likeliest classes.")
  @Nullable Integer topK;
}
