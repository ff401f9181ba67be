package org.mnistcnn.gates;

import java.util.List;
import java.util.Locale;
import org.mnistcnn.metrics.MeasureName;

/**
 * One bound.
 *
 * @param kind on which side of it a value must be
 * @param measure the name of the value, such as {@code accuracy} or {@code recall[8]}
 * @param bound itself passes
 */
public record Gate(Kind kind, String measure, double bound) {

  /** The sides of a bound. */
  public enum Kind {
    /** The value must not be under the bound. */
    FAIL_UNDER(">="),
    /** The value must not be over the bound. */
    FAIL_OVER("<="),
    /** The value must not be worse than the baseline's by more than the bound. */
    MAX_DROP("drops by <=");

    private final String relation;

    Kind(String relation) {
      this.relation = relation;
    }

    /** The name in gates.json; on the command line, with hyphens. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Gate {
    if (!Double.isFinite(bound)) {
      throw new IllegalArgumentException(
          "the bound of %s must be a number, got %s".formatted(measure, bound));
    }
    if (kind == Kind.MAX_DROP && bound < 0) {
      throw new IllegalArgumentException(
          "the largest drop of %s must not be negative, got %s".formatted(measure, bound));
    }
  }

  /**
   * Reads {@code accuracy=0.99}.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  public static Gate parse(Kind kind, String text) {
    int equals = text.lastIndexOf('=');
    if (equals > 0) {
      try {
        return new Gate(
            kind, text.substring(0, equals), Double.parseDouble(text.substring(equals + 1)));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "a gate must be MEASURE=NUMBER, such as accuracy=0.99, got \"%s\"".formatted(text), e);
      }
    }
    throw new IllegalArgumentException(
        "a gate must be MEASURE=NUMBER, such as accuracy=0.99, got \"%s\"".formatted(text));
  }

  /**
   * The value it is about.
   *
   * @throws IllegalArgumentException if there is no such measure or class
   */
  MeasureName name(List<String> classNames) {
    return MeasureName.parse(measure, classNames);
  }

  /** What it asks for, such as {@code accuracy >= 0.99}. */
  @Override
  public String toString() {
    return "%s %s %s".formatted(measure, kind.relation, bound);
  }
}
