package org.mnistcnn.search;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The values that a parameter may take. Every value has a position in [0, 1], so that samplers and
 * charts need not know what a value is.
 */
public sealed interface Domain {

  /** The value at {@code position} in [0, 1]. */
  String valueAt(double position);

  /** The position of a value of this domain; if a value has several, the middle one. */
  double positionOf(String value);

  /** How many values there are; {@link Long#MAX_VALUE} for all numbers of a range. */
  long count();

  /**
   * Numbers between two bounds, inclusive.
   *
   * @param min the smallest
   * @param max the greatest
   * @param log whether each factor is as likely as any other, instead of each distance
   * @param whole whether they are whole numbers
   * @param step the distance from one to the next, starting at {@code min}; empty for all
   */
  record Range(double min, double max, boolean log, boolean whole, OptionalDouble step)
      implements Domain {

    /** How many digits of a number count: settings are read by people. */
    private static final MathContext DIGITS = new MathContext(6);

    /**
     * @throws IllegalArgumentException if there is no number between them, or the kinds of range do
     *     not go together
     */
    public Range {
      if (!Double.isFinite(min) || !Double.isFinite(max) || !(min < max)) {
        throw new IllegalArgumentException(
            "min must be less than max, got %s and %s".formatted(text(min), text(max)));
      }
      if (log && !(min > 0)) {
        throw new IllegalArgumentException(
            "min must be more than 0 where log is true, got " + text(min));
      }
      if (log && step.isPresent()) {
        throw new IllegalArgumentException("step does not go with log: leave one of them out");
      }
      if (whole && !log && step.isEmpty()) {
        step = OptionalDouble.of(1);
      }
      if (step.isPresent() && !(step.getAsDouble() > 0 && step.getAsDouble() <= max - min)) {
        throw new IllegalArgumentException(
            "step must be in (0, max - min], got " + text(step.getAsDouble()));
      }
    }

    @Override
    public String valueAt(double position) {
      if (step.isPresent()) {
        double number =
            min + step.getAsDouble() * Math.min(count() - 1.0, Math.floor(position * count()));
        return whole ? Long.toString(Math.round(number)) : text(number);
      }
      double number = low() + position * (high() - low());
      if (log) {
        number = StrictMath.exp(number);
      }
      number = Math.max(min, Math.min(max, number));
      return whole ? Long.toString(Math.round(number)) : text(number);
    }

    @Override
    public double positionOf(String value) {
      double number = Double.parseDouble(value);
      double position =
          step.isPresent()
              ? (Math.rint((number - min) / step.getAsDouble()) + 0.5) / count()
              : ((log ? StrictMath.log(number) : number) - low()) / (high() - low());
      return Math.max(0, Math.min(1, position));
    }

    @Override
    public long count() {
      if (step.isPresent()) {
        return (long) Math.floor((max - min) / step.getAsDouble() + 1e-9) + 1;
      }
      return whole ? Math.round(max - min) + 1 : Long.MAX_VALUE;
    }

    /** Whole numbers reach half a number further, so that the outermost are as likely as others. */
    private double low() {
      double least = whole ? min - 0.5 : min;
      return log ? StrictMath.log(least) : least;
    }

    private double high() {
      double greatest = whole ? max + 0.5 : max;
      return log ? StrictMath.log(greatest) : greatest;
    }

    private static String text(double number) {
      return Double.isFinite(number)
          ? new BigDecimal(number).round(DIGITS).stripTrailingZeros().toPlainString()
          : Double.toString(number);
    }
  }

  /**
   * Values without an order; one alone is fixed.
   *
   * @param values at least one, each once
   */
  record Choice(List<String> values) implements Domain {

    /**
     * @throws IllegalArgumentException if there is none, or one twice
     */
    public Choice {
      values = List.copyOf(values);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("choices must be at least one, got none");
      }
      if (values.stream().distinct().count() < values.size()) {
        throw new IllegalArgumentException("choices must differ, got " + values);
      }
    }

    @Override
    public String valueAt(double position) {
      return values.get((int) Math.min(values.size() - 1, Math.floor(position * values.size())));
    }

    @Override
    public double positionOf(String value) {
      return (values.indexOf(value) + 0.5) / values.size();
    }

    @Override
    public long count() {
      return values.size();
    }
  }
}
