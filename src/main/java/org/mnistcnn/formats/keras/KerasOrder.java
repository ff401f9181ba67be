package org.mnistcnn.formats.keras;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.mnistcnn.common.Names;
import org.mnistcnn.nn.Model;

/**
 * The order in which Keras keeps the layers of a model, whatever the order in which they were made
 * or stand in a file: the most steps from the output first; among layers of equally many steps, in
 * the order in which a walk from the output, depth first, meets them. It decides where a layer's
 * weights are in a file.
 */
final class KerasOrder {

  private KerasOrder() {}

  /** The same model with its nodes in Keras's order. */
  static Model of(Model model) {
    return model.isSequential() ? model : model.reordered(order(model));
  }

  /**
   * The path of each layer's group in a file of weights, in Keras's order: its class's name, and a
   * number from the second of a class on. A layer's own name is not in it.
   */
  static Map<Model.Node, String> paths(Model model) {
    Map<String, Integer> uses = new HashMap<>();
    Map<Model.Node, String> paths = new LinkedHashMap<>();
    for (Model.Node node : of(model).nodes()) {
      String base = Names.snakeCase(node.layer().className());
      int use = uses.merge(base, 1, Integer::sum) - 1;
      paths.put(node, "layers/" + (use == 0 ? base : base + "_" + use));
    }
    return paths;
  }

  private static List<Integer> order(Model model) {
    List<Model.Node> nodes = model.nodes();
    int[] steps = stepsToOutput(nodes);
    Map<Integer, Integer> met = new HashMap<>();
    meet(nodes, met);
    List<Integer> order = new ArrayList<>(met.keySet());
    ToIntFunction<Integer> depth = index -> steps[index];
    order.sort(
        Comparator.comparingInt(depth)
            .reversed()
            .thenComparing(index -> met.getOrDefault(index, 0)));
    return order;
  }

  /** The number of steps from each node to the output, on the longest way. */
  private static int[] stepsToOutput(List<Model.Node> nodes) {
    int[] steps = new int[nodes.size()];
    for (int i = nodes.size() - 1; i >= 0; i--) {
      for (int source : nodes.get(i).inputs()) {
        if (source != Model.INPUT) {
          steps[source] = Math.max(steps[source], steps[i] + 1);
        }
      }
    }
    return steps;
  }

  /** Numbers the nodes as a walk from the output, depth first, meets them. */
  private static void meet(List<Model.Node> nodes, Map<Integer, Integer> met) {
    Set<Integer> done = new HashSet<>(Set.of(Model.INPUT));
    List<Integer> stack = new ArrayList<>(List.of(nodes.size() - 1));
    while (!stack.isEmpty()) {
      int index = stack.remove(stack.size() - 1);
      if (done.add(index)) {
        met.put(index, met.size());
        List<Integer> inputs = new ArrayList<>(nodes.get(index).inputs());
        Collections.reverse(inputs);
        stack.addAll(inputs);
      }
    }
  }
}
