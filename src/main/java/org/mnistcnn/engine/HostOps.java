package org.mnistcnn.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * Which ops of a graph are better computed on the CPU when the rest runs on a GPU: the few numbers
 * that follow from what a step is fed, such as its number, its seeds and the size of its batch.
 * Kernels of a GPU take seeds and sizes from the CPU's memory. Computed on the GPU, each would be
 * waited for: the CPU can hand on no work meanwhile, and a small network's step consists of little
 * else.
 */
final class HostOps {

  /** Ops that make few numbers of few. */
  private static final Set<String> SCALAR_OPS =
      Set.of(
          "Add",
          "AddV2",
          "Cast",
          "ConcatV2",
          "Div",
          "Equal",
          "ExpandDims",
          "FloorDiv",
          "Greater",
          "GreaterEqual",
          "Identity",
          "Less",
          "LessEqual",
          "Maximum",
          "Minimum",
          "Mul",
          "NotEqual",
          "Pack",
          "Pow",
          "RealDiv",
          "Reshape",
          "Select",
          "SelectV2",
          "Shape",
          "Size",
          "Slice",
          "Sqrt",
          "Squeeze",
          "StridedSlice",
          "Sub");

  /** Which inputs of an op a GPU's kernel reads from the CPU's memory: shapes, sizes, seeds. */
  private static final Map<String, Set<Integer>> READ_ON_HOST =
      Map.of(
          "BroadcastTo", Set.of(1),
          "Fill", Set.of(0),
          "Reshape", Set.of(1),
          "Slice", Set.of(1, 2),
          "StatelessRandomNormal", Set.of(0, 1),
          "StatelessRandomUniform", Set.of(0, 1),
          "Tile", Set.of(1));

  private static final String CPU = "/device:CPU:0";

  private final Map<String, NodeDef> nodes = new HashMap<>();
  private final Set<String> hosted;
  private final Map<String, NodeDef> constants = new LinkedHashMap<>();

  private HostOps(GraphDef.Builder graph, Set<String> fed) {
    graph.getNodeList().forEach(node -> nodes.put(node.getName(), node));
    hosted = new HashSet<>(fed);
    boolean grown = true;
    while (grown) {
      grown = false;
      for (NodeDef node : graph.getNodeList()) {
        if (!hosted.contains(node.getName()) && follows(node)) {
          grown = hosted.add(node.getName());
        }
      }
    }
  }

  /**
   * Puts these ops on the CPU: those that are computed from {@code fed} and constants alone. They,
   * and the kernels of a GPU that read shapes on the CPU, get constants of their own there.
   *
   * @param fed the names of the placeholders of scalars and indices
   */
  static void place(GraphDef.Builder graph, Set<String> fed) {
    HostOps ops = new HostOps(graph, fed);
    for (NodeDef.Builder node : graph.getNodeBuilderList()) {
      boolean here = ops.hosted.contains(node.getName());
      if (here) {
        node.setDevice(CPU);
      }
      for (int i = 0; i < node.getInputCount(); i++) {
        Optional<NodeDef> constant = ops.constant(node.getInput(i));
        if (constant.isPresent() && (here || isReadOnHost(node, i, constant.get()))) {
          node.setInput(i, ops.copy(constant.get()));
        }
      }
    }
    graph.addAllNode(ops.constants.values());
  }

  private boolean follows(NodeDef node) {
    List<String> inputs = List.copyOf(node.getInputList());
    return SCALAR_OPS.contains(node.getOp())
        && inputs.stream().anyMatch(input -> hosted.contains(producer(input)))
        && inputs.stream()
            .allMatch(input -> hosted.contains(producer(input)) || constant(input).isPresent());
  }

  /** The constant that an input is, if it is one. */
  private Optional<NodeDef> constant(String input) {
    return Optional.ofNullable(nodes.get(input)).filter(node -> node.getOp().equals("Const"));
  }

  /** Of 64 bits: those of 32 TensorFlow keeps on the CPU itself. */
  private static boolean isReadOnHost(NodeDef.Builder node, int input, NodeDef constant) {
    return READ_ON_HOST.getOrDefault(node.getOp(), Set.of()).contains(input)
        && constant.getAttrOrThrow("dtype").getType() == DataType.DT_INT64;
  }

  private String copy(NodeDef constant) {
    String name = constant.getName() + "/on_host";
    constants.computeIfAbsent(
        name, key -> constant.toBuilder().setName(key).setDevice(CPU).build());
    return name;
  }

  /** The op that an input comes from, by name. */
  private static String producer(String input) {
    String name = input.startsWith("^") ? input.substring(1) : input;
    int output = name.indexOf(':');
    return output < 0 ? name : name.substring(0, output);
  }
}
