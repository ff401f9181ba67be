package org.mnistcnn.engine;

import java.util.List;
import java.util.Objects;
import org.tensorflow.Graph;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Puts the towers of a graph on devices, one each; all else goes to the first. The ops of gradients
 * can't be placed where they are made, by TensorFlow's C++ library, so it is done afterwards.
 */
final class Placement {

  private Placement() {}

  /** A copy of {@code graph} with every op on its device. */
  static Graph place(Graph graph, List<String> devices) {
    GraphDef.Builder placed = graph.toGraphDef().toBuilder();
    for (NodeDef.Builder node : placed.getNodeBuilderList()) {
      int tower = Tower.of(node.getName()).orElse(0);
      node.setDevice("/device:" + Objects.requireNonNull(devices.get(tower)));
    }
    Graph copy = new Graph();
    try {
      copy.importGraphDef(placed.build());
      return copy;
    } catch (RuntimeException e) {
      copy.close();
      throw e;
    }
  }
}
