package org.mnistcnn.engine;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Where the ops of a graph go. The ops of gradients can't be placed where they are made, by
 * TensorFlow's C++ library, so it is done afterwards.
 *
 * @param devices of the towers, one each, the first for all else; empty to leave it to TensorFlow
 * @param fed the names of the placeholders from which a GPU's numbers are computed on the CPU, see
 *     {@link HostOps}; empty for none
 */
record Placement(List<String> devices, Set<String> fed) {

  static final Placement NONE = new Placement(List.of(), Set.of());

  /** A copy of {@code graph} with every op on its device. */
  Graph place(Graph graph) {
    GraphDef.Builder placed = graph.toGraphDef().toBuilder();
    if (!devices.isEmpty()) {
      for (NodeDef.Builder node : placed.getNodeBuilderList()) {
        int tower = Tower.of(node.getName()).orElse(0);
        node.setDevice("/device:" + Objects.requireNonNull(devices.get(tower)));
      }
    }
    if (!fed.isEmpty()) {
      HostOps.place(placed, fed);
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
