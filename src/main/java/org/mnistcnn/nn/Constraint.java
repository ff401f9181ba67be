package org.mnistcnn.nn;

import java.util.List;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.SettingException;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What a weight is brought to after each update, with the names and defaults of Keras. Weights are
 * not constrained before the first update, and moving averages are those of the weights before they
 * are constrained, as in Keras.
 *
 * <p>A norm is {@code sqrt(sum(w^2))} over the axes in {@code axis}, of which negative ones count
 * from the last: 0 takes each unit of a {@link Dense} kernel on its own, {@code [0, 1, 2]} each
 * filter of a {@link Conv2D}. Weights are divided by their norm plus 1e-7, so that a norm comes out
 * smaller by that much.
 *
 * <p>The norms are tensorflow-framework's, which computes what Keras computes. Its {@code NonNeg}
 * is not used: it multiplies by 0 where Keras takes a maximum, which makes a negative weight -0
 * instead of 0, and an infinite one NaN.
 */
public sealed interface Constraint {

  /** Adds the ops that bring {@code weight} within the bounds; the shape stays the same. */
  Operand<TFloat32> call(Ops tf, Operand<TFloat32> weight);

  /** The axes over which norms are taken; empty if none are. */
  default List<Integer> axis() {
    return List.of();
  }

  /**
   * Checks that a weight has the axes.
   *
   * @throws IllegalArgumentException if it does not, or has one twice
   */
  default void requireFit(String weight, Shape shape) {
    int dimensions = shape.numDimensions();
    boolean inRange = axis().stream().allMatch(axis -> axis >= -dimensions && axis < dimensions);
    if (!inRange
        || axis().stream().map(axis -> Math.floorMod(axis, dimensions)).distinct().count()
            < axis().size()) {
      throw new IllegalArgumentException(
          "the axes of the constraint of %s must be different ones in [%d, %d], got %s"
              .formatted(weight, -dimensions, dimensions - 1, axis()));
    }
  }

  private static List<Integer> axes(List<Integer> axis) {
    if (axis.isEmpty()) {
      throw new SettingException("axis", "must name at least one axis, got none");
    }
    return List.copyOf(axis);
  }

  private static int[] array(List<Integer> axis) {
    return axis.stream().mapToInt(Integer::intValue).toArray();
  }

  /** No bounds: Keras's {@code None}. */
  record None() implements Constraint {

    @Override
    public Operand<TFloat32> call(Ops tf, Operand<TFloat32> weight) {
      return weight;
    }
  }

  /** No weight is negative: {@code max(w, 0)}. */
  record NonNeg() implements Constraint {

    @Override
    public Operand<TFloat32> call(Ops tf, Operand<TFloat32> weight) {
      return tf.math.maximum(weight, tf.constant(0f));
    }
  }

  /**
   * Norms are at most {@code maxValue}; smaller ones stay (Srivastava et al. 2014, "Dropout",
   * section 5.1).
   *
   * @param maxValue the largest norm
   * @param axis the axes over which a norm is taken
   */
  record MaxNorm(double maxValue, List<Integer> axis) implements Constraint {

    public MaxNorm {
      Check.notNegative("maxValue", maxValue);
      axis = axes(axis);
    }

    /** The norm over the first axis. */
    public MaxNorm(double maxValue) {
      this(maxValue, List.of(0));
    }

    /** Keras's defaults. */
    public MaxNorm() {
      this(2);
    }

    @Override
    public Operand<TFloat32> call(Ops tf, Operand<TFloat32> weight) {
      return new org.tensorflow.framework.constraints.MaxNorm(maxValue, array(axis))
          .call(tf, weight);
    }
  }

  /**
   * Norms are 1.
   *
   * @param axis the axes over which a norm is taken
   */
  record UnitNorm(List<Integer> axis) implements Constraint {

    public UnitNorm {
      axis = axes(axis);
    }

    /** Keras's defaults. */
    public UnitNorm() {
      this(List.of(0));
    }

    @Override
    public Operand<TFloat32> call(Ops tf, Operand<TFloat32> weight) {
      return new org.tensorflow.framework.constraints.UnitNorm(array(axis)).call(tf, weight);
    }
  }

  /**
   * Norms move towards {@code [minValue, maxValue]}.
   *
   * @param minValue the smallest norm
   * @param maxValue the largest norm
   * @param rate the part of the way that an update takes; 1 takes all of it
   * @param axis the axes over which a norm is taken
   */
  record MinMaxNorm(double minValue, double maxValue, double rate, List<Integer> axis)
      implements Constraint {

    public MinMaxNorm {
      Check.notNegative("minValue", minValue);
      Check.notNegative("maxValue", maxValue);
      if (minValue > maxValue) {
        throw new SettingException(
            "minValue", "must be at most maxValue, got %s and %s".formatted(minValue, maxValue));
      }
      Check.share("rate", rate);
      axis = axes(axis);
    }

    /** Keras's defaults. */
    public MinMaxNorm() {
      this(0, 1, 1, List.of(0));
    }

    @Override
    public Operand<TFloat32> call(Ops tf, Operand<TFloat32> weight) {
      return new org.tensorflow.framework.constraints.MinMaxNorm(
              minValue, maxValue, rate, array(axis))
          .call(tf, weight);
    }
  }
}
