package org.mnistcnn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.common.Names;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.GradientClipping;
import org.mnistcnn.nn.compile.LearningRate;
import org.mnistcnn.nn.compile.Loss;
import org.mnistcnn.nn.compile.Metric;
import org.mnistcnn.nn.compile.Optimizer;
import picocli.CommandLine.Option;

/** How a model learns: what Keras's {@code compile} and its optimizers take. */
final class LearningOptions {

  private static final List<String> SCHEDULES =
      List.of("constant", "exponential", "step", "cosine", "one_cycle");

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      defaultValue = "adam",
      description = "adam, adamw, nadam, rmsprop or sgd (default: ${DEFAULT-VALUE}).")
  private String optimizer = "adam";

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "The optimizer's step size (default: Keras's, 0.001, for sgd 0.01).")
  private @Nullable Double learningRate;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      description = "Momentum of sgd and rmsprop (default: 0).")
  private @Nullable Double momentum;

  @Option(names = "--nesterov", description = "Nesterov momentum, for sgd.")
  private boolean nesterov;

  @Option(
      names = "--weight-decay",
      paramLabel = "D",
      description = "Share of the step size by which adamw shrinks weights (default: 0.004).")
  private @Nullable Double weightDecay;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      defaultValue = "constant",
      description =
          "Course of the step size: constant, exponential, step, cosine or one_cycle (default:"
              + " ${DEFAULT-VALUE}).")
  private String schedule = "constant";

  @Option(
      names = "--decay-rate",
      paramLabel = "F",
      description =
          "Factor of the step size every --decay-epochs, for exponential (default: 0.95) and step"
              + " (default: 0.1).")
  private @Nullable Double decayRate;

  @Option(
      names = "--decay-epochs",
      paramLabel = "N",
      description =
          "Epochs from decay to decay, for exponential (default: 1) and step (default: 5).")
  private @Nullable Integer decayEpochs;

  @Option(
      names = "--warmup-epochs",
      paramLabel = "N",
      defaultValue = "0",
      description = "Epochs in which cosine rises from zero (default: ${DEFAULT-VALUE}).")
  private int warmupEpochs;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      description =
          "sparse_categorical_crossentropy, categorical_crossentropy or"
              + " categorical_focal_crossentropy (default: the first; with --label-smoothing the"
              + " second, which is the same without it).")
  private @Nullable String loss;

  @Option(
      names = "--label-smoothing",
      paramLabel = "S",
      defaultValue = "0",
      description =
          "Share of the truth spread over all classes, such as 0.1 (default: ${DEFAULT-VALUE}).")
  private double labelSmoothing;

  @Option(names = "--clipvalue", paramLabel = "C", description = "Clip gradients to [-C, C].")
  private @Nullable Double clipvalue;

  @Option(names = "--clipnorm", paramLabel = "C", description = "Clip each gradient's norm to C.")
  private @Nullable Double clipnorm;

  @Option(
      names = "--global-clipnorm",
      paramLabel = "C",
      description = "Clip the norm of all gradients together to C.")
  private @Nullable Double globalClipnorm;

  @Option(
      names = "--ema-momentum",
      paramLabel = "M",
      description = "End with a moving average of the weights that decays by M, such as 0.99.")
  private @Nullable Double emaMomentum;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Measure too how often the truth is among the K likeliest classes.")
  private @Nullable Integer topK;

  /**
   * What the options say.
   *
   * @param epochs passes over the training images
   * @param stepsAnEpoch steps of each
   * @param classes how many classes there are to tell apart
   * @throws IllegalArgumentException if a name is unknown, a value out of range, or an option has
   *     no effect beside the others
   */
  Compilation compilation(int epochs, int stepsAnEpoch, int classes) {
    return compilation(epochs, stepsAnEpoch, classes, Optional.ofNullable(learningRate));
  }

  /** The same with another step size, the highest of a schedule; empty for the default. */
  Compilation compilation(int epochs, int stepsAnEpoch, int classes, Optional<Double> rate) {
    List<Metric> metrics = new ArrayList<>(List.of(new Metric.Accuracy()));
    if (topK != null) {
      metrics.add(topK(topK, classes));
    }
    Compilation compilation =
        new Compilation(optimizer(learningRate(epochs, stepsAnEpoch, rate)))
            .withLoss(loss())
            .withMetrics(metrics.toArray(Metric[]::new))
            .withClipping(clipping());
    return emaMomentum == null ? compilation : compilation.withEma(emaMomentum);
  }

  /** The step size, if one was asked for. */
  Optional<LearningRate> givenLearningRate() {
    return Optional.ofNullable(learningRate).map(LearningRate.Constant::new);
  }

  private static Metric topK(int k, int classes) {
    if (k >= classes) {
      throw new IllegalArgumentException(
          "topK must be less than the number of classes, %d, got %d: it would always be met"
              .formatted(classes, k));
    }
    return OptionRules.named("topK", "k", () -> new Metric.TopKAccuracy(k));
  }

  private LearningRate learningRate(int epochs, int stepsAnEpoch, Optional<Double> rate) {
    double initial = rate.orElse(optimizer.equalsIgnoreCase("sgd") ? 0.01 : 0.001);
    boolean decays = schedule.equals("exponential") || schedule.equals("step");
    OptionRules.requireEffect(
        decays || decayRate == null, "decay-rate", "schedule exponential and step");
    OptionRules.requireEffect(
        decays || decayEpochs == null, "decay-epochs", "schedule exponential and step");
    OptionRules.requireEffect(
        schedule.equals("cosine") || warmupEpochs == 0, "warmup-epochs", "schedule cosine");
    if (decayEpochs != null && decayEpochs < 1) {
      throw new IllegalArgumentException("decayEpochs must be at least 1, got " + decayEpochs);
    }
    return switch (schedule) {
      case "constant" -> new LearningRate.Constant(initial);
      case "exponential" ->
          new LearningRate.ExponentialDecay(
              initial,
              Math.multiplyExact(or(decayEpochs, 1), stepsAnEpoch),
              or(decayRate, 0.95),
              false);
      case "step" ->
          new LearningRate.ExponentialDecay(
              initial,
              Math.multiplyExact(or(decayEpochs, 5), stepsAnEpoch),
              or(decayRate, 0.1),
              true);
      case "cosine" -> cosine(initial, epochs, stepsAnEpoch);
      case "one_cycle" -> new LearningRate.OneCycle(initial, (long) epochs * stepsAnEpoch);
      default -> throw new IllegalArgumentException(Names.unknown("schedule", schedule, SCHEDULES));
    };
  }

  private LearningRate cosine(double highest, int epochs, int stepsAnEpoch) {
    if (warmupEpochs < 0 || warmupEpochs >= epochs) {
      throw new IllegalArgumentException(
          "warmupEpochs must be in [0, %d), got %d".formatted(epochs, warmupEpochs));
    }
    long warmupSteps = (long) warmupEpochs * stepsAnEpoch;
    long decaySteps = (long) epochs * stepsAnEpoch - warmupSteps;
    return warmupSteps == 0
        ? new LearningRate.CosineDecay(highest, decaySteps)
        : new LearningRate.CosineDecay(0, decaySteps, highest, warmupSteps);
  }

  private Optimizer optimizer(LearningRate rate) {
    Optimizer named = Optimizer.named(optimizer, rate);
    boolean sgd = named instanceof Optimizer.SGD;
    boolean rmsprop = named instanceof Optimizer.RMSprop;
    OptionRules.requireEffect(
        sgd || rmsprop || momentum == null, "momentum", "optimizer sgd and rmsprop");
    OptionRules.requireEffect(sgd || !nesterov, "nesterov", "optimizer sgd");
    OptionRules.requireEffect(
        named instanceof Optimizer.AdamW || weightDecay == null, "weight-decay", "optimizer adamw");
    if (named instanceof Optimizer.SGD) {
      return new Optimizer.SGD(rate, or(momentum, 0), nesterov);
    }
    if (named instanceof Optimizer.RMSprop defaults) {
      return new Optimizer.RMSprop(
          rate, defaults.rho(), or(momentum, 0), defaults.epsilon(), defaults.centered());
    }
    if (named instanceof Optimizer.AdamW defaults) {
      return new Optimizer.AdamW(
          rate,
          or(weightDecay, defaults.weightDecay()),
          defaults.beta1(),
          defaults.beta2(),
          defaults.epsilon());
    }
    return named;
  }

  private Loss loss() {
    if (loss == null) {
      return labelSmoothing == 0
          ? new Loss.SparseCategoricalCrossentropy()
          : new Loss.CategoricalCrossentropy(labelSmoothing);
    }
    Loss named = Loss.named(loss);
    if (named instanceof Loss.CategoricalCrossentropy) {
      return new Loss.CategoricalCrossentropy(labelSmoothing);
    }
    if (named instanceof Loss.CategoricalFocalCrossentropy focal) {
      return new Loss.CategoricalFocalCrossentropy(focal.alpha(), focal.gamma(), labelSmoothing);
    }
    OptionRules.requireEffect(
        labelSmoothing == 0,
        "label-smoothing",
        "loss categorical_crossentropy and categorical_focal_crossentropy");
    return named;
  }

  private GradientClipping clipping() {
    if (Stream.of(clipvalue, clipnorm, globalClipnorm).filter(Objects::nonNull).count() > 1) {
      throw new IllegalArgumentException(
          "clipvalue excludes clipnorm and global-clipnorm, and each of these the other: take one");
    }
    if (clipvalue != null) {
      return new GradientClipping.ByValue(clipvalue);
    }
    if (clipnorm != null) {
      return new GradientClipping.ByNorm(clipnorm);
    }
    if (globalClipnorm != null) {
      return new GradientClipping.ByGlobalNorm(globalClipnorm);
    }
    return new GradientClipping.None();
  }

  private static double or(@Nullable Double value, double otherwise) {
    return value != null ? value : otherwise;
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value != null ? value : otherwise;
  }
}
