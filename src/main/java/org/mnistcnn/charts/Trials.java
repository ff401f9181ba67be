package org.mnistcnn.charts;

import java.util.List;
import java.util.OptionalInt;

/**
 * The trials of a search, as charts show them.
 *
 * @param name of the search
 * @param measure that was looked for
 * @param maximized whether more of it is better
 * @param axes the parameters, the most important first
 * @param trials in the order in which they started
 */
public record Trials(
    String name, String measure, boolean maximized, List<Axis> axes, List<TrialPoint> trials) {

  /**
   * A parameter's axis.
   *
   * @param name of the parameter
   * @param marks some of its values, or all
   */
  public record Axis(String name, List<Mark> marks) {
    public Axis {
      marks = List.copyOf(marks);
    }
  }

  /**
   * A value beside an axis.
   *
   * @param position in [0, 1]
   */
  public record Mark(double position, String text) {}

  /**
   * One trial.
   *
   * @param id counted from 1
   * @param value of the measure; NaN for a trial that failed
   * @param done whether it came to its end
   * @param positions of its settings in [0, 1], by axis; NaN where a parameter was not set
   */
  public record TrialPoint(int id, double value, boolean done, List<Double> positions) {
    public TrialPoint {
      positions = List.copyOf(positions);
    }

    boolean isMeasured() {
      return Double.isFinite(value);
    }
  }

  public Trials {
    axes = List.copyOf(axes);
    trials = List.copyOf(trials);
  }

  /** The trials with a value. */
  List<TrialPoint> measured() {
    return trials.stream().filter(TrialPoint::isMeasured).toList();
  }

  /** Whether {@code value} is better than {@code other}. */
  boolean isBetter(double value, double other) {
    return maximized ? value > other : value < other;
  }

  /** The place of the winner among {@link #measured}: the best that came to its end, if one did. */
  OptionalInt winner() {
    List<TrialPoint> measured = measured();
    boolean anyDone = measured.stream().anyMatch(TrialPoint::done);
    OptionalInt best = OptionalInt.empty();
    for (int i = 0; i < measured.size(); i++) {
      TrialPoint trial = measured.get(i);
      if ((trial.done() || !anyDone)
          && (best.isEmpty() || isBetter(trial.value(), measured.get(best.getAsInt()).value()))) {
        best = OptionalInt.of(i);
      }
    }
    return best;
  }

  /**
   * A scale for the values that leaves out the worst, which would press the others together: from
   * the worst of the better three quarters to the best.
   *
   * @param least the lower end
   * @param greatest the upper end
   */
  record Scale(double least, double greatest) {

    /** Where a value is in [0, 1]; those beyond are at the ends. */
    double position(double value) {
      return greatest > least
          ? Math.max(0, Math.min(1, (value - least) / (greatest - least)))
          : 0.5;
    }
  }

  Scale scale() {
    List<Double> values = measured().stream().map(TrialPoint::value).sorted().toList();
    int last = values.size() - 1;
    return maximized
        ? new Scale(values.get(last / 4), values.get(last))
        : new Scale(values.get(0), values.get(last - last / 4));
  }
}
