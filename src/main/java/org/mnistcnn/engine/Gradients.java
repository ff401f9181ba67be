package org.mnistcnn.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.mnistcnn.nn.CustomGradient;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The gradients of losses: TensorFlow's, but for the parts of a graph with custom gradients. From
 * the loss TensorFlow goes back to weights and to such parts' outputs; from these parts' inputs it
 * continues.
 */
final class Gradients {

  private final Graph graph;
  private final Ops tf;
  private final String prefix;
  private final List<Operand<TFloat32>> weights;
  private final List<CustomGradient> parts;

  /** What came back to where TensorFlow's way ends, by the name of the output. */
  private final Map<String, List<Operand<TFloat32>>> found = new LinkedHashMap<>();

  private final Map<String, Output<?>> ends = new LinkedHashMap<>();
  private int calls;

  /**
   * The ops to be added.
   *
   * @param prefix what the names of TensorFlow's own begin with
   * @param weights with respect to which gradients are taken
   * @param parts each after those that feed it
   */
  Gradients(
      Graph graph,
      Ops tf,
      String prefix,
      List<Operand<TFloat32>> weights,
      List<CustomGradient> parts) {
    this.graph = graph;
    this.tf = tf;
    this.prefix = prefix;
    this.weights = weights;
    this.parts = parts;
    Stream.concat(weights.stream(), parts.stream().map(CustomGradient::output))
        .forEach(
            end -> {
              ends.put(name(end), end.asOutput());
              found.put(name(end), new ArrayList<>());
            });
  }

  private static String name(Operand<?> operand) {
    Output<?> output = operand.asOutput();
    return output.op().name() + ":" + output.index();
  }

  /**
   * Adds the ops.
   *
   * @param losses of which the sum counts, each with what every value of it counts in that: its own
   *     gradient, of its shape
   * @return the gradient with respect to each weight
   * @throws IllegalArgumentException if the losses do not depend on one
   */
  List<Operand<TFloat32>> of(Map<Operand<TFloat32>, Operand<TFloat32>> losses) {
    losses.forEach((loss, gradient) -> goBack(loss, gradient));
    for (int i = parts.size() - 1; i >= 0; i--) {
      CustomGradient part = parts.get(i);
      if (!came(part.output()).isEmpty()) {
        List<Operand<TFloat32>> gradients = part.gradients().apply(sum(part.output()));
        for (int input = 0; input < gradients.size(); input++) {
          pass(part.inputs().get(input), gradients.get(input));
        }
      }
    }
    return weights.stream().map(this::sum).toList();
  }

  private void pass(Operand<TFloat32> to, Operand<TFloat32> gradient) {
    if (ends.containsKey(name(to))) {
      came(to).add(gradient);
    } else {
      goBack(to, gradient);
    }
  }

  /** Has TensorFlow go back from a value to all ends from which it is computed. */
  private void goBack(Operand<TFloat32> from, Operand<TFloat32> gradient) {
    List<Output<?>> reached = new ArrayList<>();
    reachable(from).forEach(end -> reached.add(ends.get(end)));
    if (reached.isEmpty()) {
      return;
    }
    Output<?>[] gradients =
        graph.addGradients(
            prefix + (calls++ == 0 ? "" : "/" + calls),
            new Output<?>[] {from.asOutput()},
            reached.toArray(Output<?>[]::new),
            new Output<?>[] {gradient.asOutput()});
    for (int i = 0; i < gradients.length; i++) {
      came(reached.get(i)).add(gradients[i].expect(TFloat32.class));
    }
  }

  /** The ends behind a value: those that can be reached without passing another. */
  private List<String> reachable(Operand<?> from) {
    List<String> reached = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Deque<Output<?>> open = new ArrayDeque<>(List.of(from.asOutput()));
    while (!open.isEmpty()) {
      Output<?> output = open.remove();
      if (!seen.add(name(output))) {
        continue;
      }
      if (ends.containsKey(name(output))) {
        reached.add(name(output));
        continue;
      }
      GraphOperation op = (GraphOperation) output.op();
      for (int i = 0; i < op.numInputs(); i++) {
        open.add(op.input(i));
      }
    }
    return reached;
  }

  private List<Operand<TFloat32>> came(Operand<?> end) {
    List<Operand<TFloat32>> gradients = found.get(name(end));
    if (gradients == null) {
      throw new IllegalArgumentException(name(end) + " is no weight and no part of its own");
    }
    return gradients;
  }

  private Operand<TFloat32> sum(Operand<?> end) {
    List<Operand<TFloat32>> gradients = came(end);
    if (gradients.isEmpty()) {
      throw new IllegalArgumentException("the loss does not depend on " + name(end));
    }
    return gradients.size() == 1 ? gradients.get(0) : tf.math.addN(gradients);
  }
}
