package org.mnistcnn.nn.compile;

import java.util.List;
import java.util.OptionalDouble;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.SettingException;

/**
 * The learning rate of an optimizer as a function of the step: Keras's learning rate schedules.
 *
 * <p>Unlike Keras, which computes them in float32, they are computed in double and rounded once:
 * where a cosine nears its end, Keras's numbers have lost digits.
 */
public sealed interface LearningRate {

  /** The learning rate of a step, counted from 0. */
  double at(long step);

  /** The schedules that Keras has, with its defaults for what may be left out. */
  static List<LearningRate> known() {
    return List.of(
        new CosineDecay(1, 1),
        new ExponentialDecay(1, 1, 1),
        new PiecewiseConstantDecay(List.of(1L), List.of(1.0, 1.0)),
        new PolynomialDecay(1, 1));
  }

  /** The same learning rate in every step. */
  record Constant(double learningRate) implements LearningRate {
    public Constant {
      Check.positive("learningRate", learningRate);
    }

    @Override
    public double at(long step) {
      return learningRate;
    }
  }

  /**
   * {@code initialLearningRate * decayRate^(step / decaySteps)}.
   *
   * @param staircase whether {@code step / decaySteps} is rounded down, so that the rate falls once
   *     every {@code decaySteps}
   */
  record ExponentialDecay(
      double initialLearningRate, long decaySteps, double decayRate, boolean staircase)
      implements LearningRate {

    /** Falling in every step, Keras's default. */
    public ExponentialDecay(double initialLearningRate, long decaySteps, double decayRate) {
      this(initialLearningRate, decaySteps, decayRate, false);
    }

    public ExponentialDecay {
      Check.positive("initialLearningRate", initialLearningRate);
      Check.positive("decaySteps", decaySteps);
      Check.positive("decayRate", decayRate);
    }

    @Override
    public double at(long step) {
      double decays = (double) step / decaySteps;
      return initialLearningRate * Math.pow(decayRate, staircase ? Math.floor(decays) : decays);
    }
  }

  /**
   * One rate after the other, also known as step decay: {@code values[0]} up to and with step
   * {@code boundaries[0]}, then {@code values[1]} up to and with {@code boundaries[1]}, and so on;
   * the last one from there on.
   *
   * @param boundaries the last steps of all rates but the last, rising
   * @param values the rates, one more than boundaries
   */
  record PiecewiseConstantDecay(List<Long> boundaries, List<Double> values)
      implements LearningRate {
    public PiecewiseConstantDecay {
      boundaries = List.copyOf(boundaries);
      values = List.copyOf(values);
      if (boundaries.isEmpty() || values.size() != boundaries.size() + 1) {
        throw new SettingException(
            "there",
            "must be at least one boundary and one value more than boundaries, got %s and %s"
                .formatted(boundaries, values));
      }
      for (int i = 1; i < boundaries.size(); i++) {
        if (boundaries.get(i - 1) >= boundaries.get(i)) {
          throw new SettingException("boundaries", "must rise, got " + boundaries);
        }
      }
      for (double value : values) {
        Check.notNegative("values", value);
      }
    }

    @Override
    public double at(long step) {
      int past = (int) boundaries.stream().filter(boundary -> step > boundary).count();
      return values.get(past);
    }
  }

  /**
   * Half a cosine from the first rate down to {@code alpha} times it (Loshchilov and Hutter 2017,
   * "SGDR"), after a linear rise if there is a warm-up (Goyal et al. 2017). It stays at the end.
   *
   * @param initialLearningRate where it begins; may be 0 with a warm-up
   * @param decaySteps length of the fall; the warm-up is before it
   * @param alpha the last rate as a share of the highest
   * @param warmupTarget the highest rate, to which the warm-up leads; empty for no warm-up
   * @param warmupSteps length of the warm-up. Unlike Keras, which ignores one of the two without
   *     the other, 0 without a warm-up and at least 1 with it
   */
  record CosineDecay(
      double initialLearningRate,
      long decaySteps,
      double alpha,
      OptionalDouble warmupTarget,
      long warmupSteps)
      implements LearningRate {

    /** Down to 0 without a warm-up, Keras's default. */
    public CosineDecay(double initialLearningRate, long decaySteps) {
      this(initialLearningRate, decaySteps, 0, OptionalDouble.empty(), 0);
    }

    /** Down to 0 after a warm-up. */
    public CosineDecay(
        double initialLearningRate, long decaySteps, double warmupTarget, long warmupSteps) {
      this(initialLearningRate, decaySteps, 0, OptionalDouble.of(warmupTarget), warmupSteps);
    }

    public CosineDecay {
      Check.notNegative("initialLearningRate", initialLearningRate);
      Check.positive("decaySteps", decaySteps);
      Check.share("alpha", alpha);
      Check.positive("the highest rate", warmupTarget.orElse(initialLearningRate));
      if (warmupTarget.isPresent() ? warmupSteps < 1 : warmupSteps != 0) {
        throw new SettingException(
            "warmupSteps",
            "must be 0 without a warmupTarget and at least 1 with it, got %d with %s"
                .formatted(warmupSteps, warmupTarget));
      }
    }

    @Override
    public double at(long step) {
      double highest = warmupTarget.orElse(initialLearningRate);
      if (step < warmupSteps) {
        return initialLearningRate + (highest - initialLearningRate) * step / warmupSteps;
      }
      double done = Math.min(1, (double) (step - warmupSteps) / decaySteps);
      return halfCosine(highest, highest * alpha, done);
    }
  }

  /**
   * From one rate to another along a power of the share of steps left: {@code (initial - end) (1 -
   * step / decaySteps)^power + end}.
   *
   * @param endLearningRate the last rate, which stays
   * @param cycle whether, instead of staying, {@code decaySteps} grows to its next multiple each
   *     time that it is passed
   */
  record PolynomialDecay(
      double initialLearningRate,
      long decaySteps,
      double endLearningRate,
      double power,
      boolean cycle)
      implements LearningRate {

    /** Linear down to 1e-4, Keras's defaults. */
    public PolynomialDecay(double initialLearningRate, long decaySteps) {
      this(initialLearningRate, decaySteps, 1e-4, 1, false);
    }

    public PolynomialDecay {
      Check.positive("initialLearningRate", initialLearningRate);
      Check.positive("decaySteps", decaySteps);
      Check.notNegative("endLearningRate", endLearningRate);
      Check.positive("power", power);
    }

    @Override
    public double at(long step) {
      double cycles = cycle ? Math.max(1, Math.ceil((double) step / decaySteps)) : 1;
      double done = Math.min(1, step / (decaySteps * cycles));
      return (initialLearningRate - endLearningRate) * Math.pow(1 - done, power) + endLearningRate;
    }
  }

  /**
   * The one-cycle policy (Smith and Topin 2019, "Super-convergence: very fast training of neural
   * networks using large learning rates"), as PyTorch's {@code OneCycleLR} has it: half a cosine up
   * from {@code maxLearningRate / divFactor} to {@code maxLearningRate}, which it reaches in step
   * {@code pctStart * totalSteps - 1}, then half a cosine down to the first rate divided by {@code
   * finalDivFactor}, which it reaches in the last step and keeps. The momentum stays as it is.
   *
   * <p>Unlike Keras, which has no such schedule.
   *
   * @param totalSteps number of steps of the whole training
   * @param pctStart the share of steps in which it rises, in (0, 1)
   */
  record OneCycle(
      double maxLearningRate,
      long totalSteps,
      double pctStart,
      double divFactor,
      double finalDivFactor)
      implements LearningRate {

    /** With PyTorch's defaults: 0.3, 25 and 1e4. */
    public OneCycle(double maxLearningRate, long totalSteps) {
      this(maxLearningRate, totalSteps, 0.3, 25, 1e4);
    }

    public OneCycle {
      Check.positive("maxLearningRate", maxLearningRate);
      Check.positive("totalSteps", totalSteps);
      Check.positive("divFactor", divFactor);
      Check.positive("finalDivFactor", finalDivFactor);
      if (!(pctStart < 1 && pctStart * totalSteps > 1)) {
        throw new SettingException(
            "pctStart",
            "must be in (0, 1) and more than one of totalSteps, got %s of %d"
                .formatted(pctStart, totalSteps));
      }
    }

    @Override
    public double at(long step) {
      double first = maxLearningRate / divFactor;
      double peak = pctStart * totalSteps - 1;
      if (step <= peak) {
        return halfCosine(first, maxLearningRate, step / peak);
      }
      double done = Math.min(1, (step - peak) / (totalSteps - 1 - peak));
      return halfCosine(maxLearningRate, first / finalDivFactor, done);
    }
  }

  /** Half a cosine from one rate, at 0, to another, at 1. */
  private static double halfCosine(double from, double to, double done) {
    return to + (from - to) / 2 * (1 + Math.cos(Math.PI * done));
  }
}
