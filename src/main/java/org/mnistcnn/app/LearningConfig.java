package org.mnistcnn.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.Names;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.common.WithBuilder;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.CompilationBuilder;
import org.mnistcnn.nn.compile.GradientClipping;
import org.mnistcnn.nn.compile.LearningRate;
import org.mnistcnn.nn.compile.Loss;
import org.mnistcnn.nn.compile.Metric;
import org.mnistcnn.nn.compile.Optimizer;

/**
 * How a model learns: what Keras's {@code compile} and its optimizers take. Where any of it but the
 * learning rate is set, a file that is trained further is compiled again.
 *
 * @param optimizer a name that {@link Optimizer#named} knows; empty for adam
 * @param learningRate the highest of a schedule; empty for Keras's, 0.001, for sgd 0.01
 * @param momentum of sgd and rmsprop; empty for 0
 * @param nesterov whether sgd takes Nesterov's momentum
 * @param weightDecay the share of the learning rate by which adamw shrinks weights; empty for 0.004
 * @param schedule course of the learning rate: constant, exponential, step, cosine or one_cycle;
 *     empty for constant
 * @param decayRate factor of exponential (0.95 where empty) and step (0.1)
 * @param decayEpochs epochs from decay to decay, of exponential (1 where empty) and step (5)
 * @param warmupEpochs epochs in which cosine rises from zero; empty for none
 * @param loss a name that {@link Loss#named} knows; empty for cross-entropy
 * @param labelSmoothing share of the truth that is spread over all classes; empty for none
 * @param clipvalue the largest absolute value of a gradient; empty for no clipping
 * @param clipnorm the largest norm of a weight's gradient
 * @param globalClipnorm the largest norm of all gradients together
 * @param emaMomentum how much the moving average of the weights keeps per step; empty for none
 * @param topK how many of the likeliest classes a second accuracy looks at; empty for none
 */
@WithBuilder
public record LearningConfig(
    Optional<String> optimizer,
    Optional<Double> learningRate,
    Optional<Double> momentum,
    boolean nesterov,
    Optional<Double> weightDecay,
    Optional<String> schedule,
    Optional<Double> decayRate,
    Optional<Integer> decayEpochs,
    Optional<Integer> warmupEpochs,
    Optional<String> loss,
    Optional<Double> labelSmoothing,
    Optional<Double> clipvalue,
    Optional<Double> clipnorm,
    Optional<Double> globalClipnorm,
    Optional<Double> emaMomentum,
    Optional<Integer> topK)
    implements LearningConfigBuilder.With {

  private static final List<String> SCHEDULES =
      List.of("constant", "exponential", "step", "cosine", "one_cycle");

  /** Adam with Keras's defaults; a {@code .keras} file that is trained further keeps its own. */
  public static final LearningConfig DEFAULT = LearningConfigBuilder.empty().build();

  /** Whether a file that is trained further is compiled again. */
  boolean compilesAnew() {
    return !withLearningRate(Optional.empty()).equals(DEFAULT);
  }

  /** Whether more epochs only continue a course that fewer would have ended. */
  boolean isOpenEnded() {
    return List.of("constant", "exponential", "step").contains(scheduleName());
  }

  /** The same with the defaults in place of what is empty, as far as they depend on nothing. */
  LearningConfig resolved() {
    return with()
        .optimizer(optimizerName())
        .schedule(scheduleName())
        .warmupEpochs(warmup())
        .labelSmoothing(smoothing())
        .build();
  }

  private String optimizerName() {
    return optimizer.orElse("adam");
  }

  private String scheduleName() {
    return schedule.orElse("constant");
  }

  private int warmup() {
    return warmupEpochs.orElse(0);
  }

  private double smoothing() {
    return labelSmoothing.orElse(0.0);
  }

  /**
   * Keras's compile settings.
   *
   * @param epochs passes over the training images
   * @param stepsPerEpoch steps of each
   * @param classes how many classes there are to tell apart
   * @throws SettingException if a name is unknown, a value out of range, or a setting has no effect
   *     beside the others
   */
  public Compilation compilation(int epochs, int stepsPerEpoch, int classes) {
    return compilation(epochs, stepsPerEpoch, classes, learningRate);
  }

  /** The same with another learning rate, the highest of a schedule; empty for the default. */
  Compilation compilation(int epochs, int stepsPerEpoch, int classes, Optional<Double> rate) {
    List<Metric> metrics = new ArrayList<>(List.of(new Metric.Accuracy()));
    topK.ifPresent(k -> metrics.add(topK(k, classes)));
    CompilationBuilder compilation =
        Compilation.builder(optimizer(learningRate(epochs, stepsPerEpoch, rate)))
            .loss(lossFunction())
            .metrics(metrics)
            .clipping(clipping());
    emaMomentum.ifPresent(compilation::emaMomentum);
    return compilation.build();
  }

  /** The learning rate, if one was asked for, as a schedule. */
  Optional<LearningRate> givenLearningRate() {
    return learningRate.map(LearningRate.Constant::new);
  }

  private static Metric topK(int k, int classes) {
    if (k >= classes) {
      throw SettingException.of(
          "{topK} must be less than the number of classes, %d, got %d: it would always be met",
          classes, k);
    }
    return SettingException.renamed("k", "topK", () -> new Metric.TopKAccuracy(k));
  }

  private LearningRate learningRate(int epochs, int stepsPerEpoch, Optional<Double> rate) {
    double initial = rate.orElse(optimizerName().equalsIgnoreCase("sgd") ? 0.01 : 0.001);
    boolean decays = scheduleName().equals("exponential") || scheduleName().equals("step");
    Check.effect(decays || decayRate.isEmpty(), "decayRate", "schedule", "exponential and step");
    Check.effect(
        decays || decayEpochs.isEmpty(), "decayEpochs", "schedule", "exponential and step");
    Check.effect(
        scheduleName().equals("cosine") || warmup() == 0, "warmupEpochs", "schedule", "cosine");
    decayEpochs.ifPresent(count -> Check.positive("decayEpochs", count));
    return switch (scheduleName()) {
      case "constant" -> new LearningRate.Constant(initial);
      case "exponential" ->
          new LearningRate.ExponentialDecay(
              initial,
              Math.multiplyExact(decayEpochs.orElse(1), stepsPerEpoch),
              decayRate.orElse(0.95),
              false);
      case "step" ->
          new LearningRate.ExponentialDecay(
              initial,
              Math.multiplyExact(decayEpochs.orElse(5), stepsPerEpoch),
              decayRate.orElse(0.1),
              true);
      case "cosine" -> cosine(initial, epochs, stepsPerEpoch);
      case "one_cycle" -> new LearningRate.OneCycle(initial, (long) epochs * stepsPerEpoch);
      default ->
          throw SettingException.of("%s", Names.unknown("schedule", scheduleName(), SCHEDULES));
    };
  }

  private LearningRate cosine(double highest, int epochs, int stepsPerEpoch) {
    if (warmup() < 0 || warmup() >= epochs) {
      throw new SettingException(
          "warmupEpochs", "must be in [0, %d), got %d".formatted(epochs, warmup()));
    }
    long warmupSteps = (long) warmup() * stepsPerEpoch;
    long decaySteps = (long) epochs * stepsPerEpoch - warmupSteps;
    return warmupSteps == 0
        ? new LearningRate.CosineDecay(highest, decaySteps)
        : new LearningRate.CosineDecay(0, decaySteps, highest, warmupSteps);
  }

  private Optimizer optimizer(LearningRate rate) {
    Optimizer named = Optimizer.named(optimizerName(), rate);
    boolean sgd = named instanceof Optimizer.SGD;
    boolean rmsprop = named instanceof Optimizer.RMSprop;
    Check.effect(sgd || rmsprop || momentum.isEmpty(), "momentum", "optimizer", "sgd and rmsprop");
    Check.effect(sgd || !nesterov, "nesterov", "optimizer", "sgd");
    Check.effect(
        named instanceof Optimizer.AdamW || weightDecay.isEmpty(),
        "weightDecay",
        "optimizer",
        "adamw");
    if (sgd) {
      return new Optimizer.SGD(rate, momentum.orElse(0.0), nesterov);
    }
    if (named instanceof Optimizer.RMSprop defaults) {
      return new Optimizer.RMSprop(
          rate, defaults.rho(), momentum.orElse(0.0), defaults.epsilon(), defaults.centered());
    }
    if (named instanceof Optimizer.AdamW defaults) {
      return new Optimizer.AdamW(
          rate,
          weightDecay.orElse(defaults.weightDecay()),
          defaults.beta1(),
          defaults.beta2(),
          defaults.epsilon());
    }
    return named;
  }

  private Loss lossFunction() {
    if (loss.isEmpty()) {
      return smoothing() == 0
          ? new Loss.SparseCategoricalCrossentropy()
          : new Loss.CategoricalCrossentropy(smoothing());
    }
    Loss named = Loss.named(loss.get());
    if (named instanceof Loss.CategoricalCrossentropy) {
      return new Loss.CategoricalCrossentropy(smoothing());
    }
    if (named instanceof Loss.CategoricalFocalCrossentropy focal) {
      return new Loss.CategoricalFocalCrossentropy(focal.alpha(), focal.gamma(), smoothing());
    }
    Check.effect(
        smoothing() == 0,
        "labelSmoothing",
        "loss",
        "categorical_crossentropy and categorical_focal_crossentropy");
    return named;
  }

  private GradientClipping clipping() {
    if (Stream.of(clipvalue, clipnorm, globalClipnorm).filter(Optional::isPresent).count() > 1) {
      throw SettingException.of(
          "{clipvalue} excludes {clipnorm} and {globalClipnorm}, and each of these the other: take"
              + " one");
    }
    if (clipvalue.isPresent()) {
      return new GradientClipping.ByValue(clipvalue.get());
    }
    if (clipnorm.isPresent()) {
      return new GradientClipping.ByNorm(clipnorm.get());
    }
    return globalClipnorm
        .<GradientClipping>map(GradientClipping.ByGlobalNorm::new)
        .orElseGet(GradientClipping.None::new);
  }
}
