package org.mnistcnn.nn.rewrite;

import java.util.List;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.layers.Dense;

/** The part of a classifier that names classes: its last layer with weights, a {@link Dense}. */
public final class Head {

  private static final String NAME = "head";

  private Head() {}

  /**
   * The network with another head, whose weights are new: a {@link Dense} like the one in its
   * place, under the name {@code head}, or {@code head_1} where that is taken. Layers behind it,
   * such as an activation, stay.
   *
   * @param classes how many classes it tells apart
   * @throws IllegalArgumentException if the last layer with weights is no {@link Dense}, or layers
   *     behind it do not follow one another
   */
  public static Model replaced(Model model, int classes) {
    Model.Node head = head(model.nodes());
    String name = name(model.nodes());
    return model.map(
        (builder, node, inputs) ->
            node.equals(head)
                ? builder.add(name, ((Dense) node.layer()).withUnits(classes), true, inputs)
                : builder.add(node, inputs));
  }

  private static Model.Node head(List<Model.Node> nodes) {
    for (int index = nodes.size() - 1; index >= 0; index--) {
      Model.Node node = nodes.get(index);
      if (node.layer() instanceof Dense) {
        return node;
      }
      if (!node.weights().isEmpty() || !node.inputs().equals(List.of(index - 1))) {
        break;
      }
    }
    throw new IllegalArgumentException(
        "the head to be replaced must be a Dense, with nothing but layers without weights behind it,"
            + " got a network that ends with "
            + nodes.get(nodes.size() - 1).name());
  }

  private static String name(List<Model.Node> nodes) {
    List<String> taken = nodes.stream().map(Model.Node::name).toList();
    String name = NAME;
    for (int number = 1; taken.contains(name); number++) {
      name = NAME + "_" + number;
    }
    return name;
  }
}
