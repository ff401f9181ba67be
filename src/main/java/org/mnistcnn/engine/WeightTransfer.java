package org.mnistcnn.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.train.CallbackState;

/**
 * Which weights of a model can be taken from elsewhere. They are matched by name; a layer is taken
 * whole or not at all, so one whose shapes differ, such as a head for another number of classes,
 * keeps its first weights.
 *
 * @param matched the weights that are taken, by name
 * @param kept the layers that keep their first weights, each with the reason
 * @param unused the weights from elsewhere that no layer takes
 */
public record WeightTransfer(List<String> matched, Map<String, String> kept, List<String> unused) {

  /** What the key of a weight's shape in a state begins with. */
  static final String SHAPE_OF = "shape of ";

  /**
   * Weights from elsewhere.
   *
   * @param shapes the shape of each by name
   * @param values the values of each by name, row-major
   */
  public record Source(Map<String, long[]> shapes, Map<String, float[]> values) {

    /** The weights within a {@link GraphModel}'s state, without what the optimizer remembers. */
    public static Source of(CallbackState state) {
      Map<String, long[]> shapes = new LinkedHashMap<>();
      Map<String, float[]> values = new LinkedHashMap<>();
      state
          .values()
          .forEach(
              (key, shape) -> {
                String name = key.startsWith(SHAPE_OF) ? key.substring(SHAPE_OF.length()) : "";
                float[] value = state.arrays().get(name);
                if (value != null) {
                  shapes.put(name, ArrayText.longs(shape));
                  values.put(name, value);
                }
              });
      return new Source(shapes, values);
    }
  }

  /**
   * Matches weights with a model's.
   *
   * @throws IllegalArgumentException if nothing matches
   */
  public static WeightTransfer of(Model model, Source source) {
    List<String> matched = new ArrayList<>();
    Map<String, String> kept = new LinkedHashMap<>();
    Set<String> unused = new LinkedHashSet<>(source.shapes().keySet());
    for (Model.Node node : model.nodes()) {
      List<Weight> weights = node.weights();
      String obstacle =
          weights.stream()
              .map(weight -> obstacle(weight, source))
              .filter(o -> !o.isEmpty())
              .findFirst()
              .orElse("");
      if (!obstacle.isEmpty()) {
        kept.put(node.name(), obstacle);
        continue;
      }
      for (Weight weight : weights) {
        matched.add(weight.name());
        unused.remove(weight.name());
      }
    }
    if (matched.isEmpty()) {
      throw new IllegalArgumentException(
          "no weight matches: the model has %s, there are %s"
              .formatted(
                  model.weights().stream().map(Weight::name).toList(), source.shapes().keySet()));
    }
    return new WeightTransfer(matched, kept, List.copyOf(unused));
  }

  /**
   * The weights that a model of this state would have if its training ended now: moving averages
   * where there are any.
   *
   * @throws IllegalArgumentException if the state lacks a weight of the model
   */
  public static Map<String, float[]> finalWeights(Model model, CallbackState state) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (Weight weight : model.weights()) {
      float[] last = state.arrays().get(weight.name());
      if (last == null) {
        throw new IllegalArgumentException("the state has no weight " + weight.name());
      }
      float[] average = state.arrays().get(ModelState.averageName(weight));
      weights.put(weight.name(), average != null ? average : last);
    }
    return weights;
  }

  /** Why a weight can't be taken; empty if it can. */
  private static String obstacle(Weight weight, Source source) {
    long[] there = source.shapes().get(weight.name());
    if (there == null) {
      return "%s is not there".formatted(weight.name());
    }
    long[] here = weight.shape().asArray();
    return Arrays.equals(here, there)
        ? ""
        : "%s is %s here and %s there"
            .formatted(weight.name(), Arrays.toString(here), Arrays.toString(there));
  }

  public void apply(GraphModel learner, Source source) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (String name : matched) {
      float[] value = source.values().get(name);
      if (value != null) {
        values.put(name, value);
      }
    }
    learner.setWeights(values);
  }
}
