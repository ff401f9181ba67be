package org.mnistcnn.formats.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.nn.Model;
import org.tensorflow.ndarray.Shape;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXPlaceholder;
import org.tribuo.util.onnx.ONNXRef;

/**
 * A network as a graph of ONNX: input {@code image}, raw pixels as in a SavedModel; outputs {@code
 * probabilities} and, of a classifier, {@code class}.
 */
final class OnnxGraph {

  private static final String IMAGE = "image";
  private static final String BATCH = "batch";

  private final TrainedModel trained;
  private final ONNXContext onnx = new ONNXContext();

  private OnnxGraph(TrainedModel trained) {
    this.trained = trained;
  }

  static GraphProto of(TrainedModel trained) {
    return new OnnxGraph(trained).graph();
  }

  private GraphProto graph() {
    Model model = trained.model();
    onnx.setName("mnist-cnn");
    // The builder knows vectors of floats only: types and shapes are put in afterwards.
    ONNXPlaceholder image = onnx.floatInput(IMAGE, 1);
    ONNXRef<?> input = transposed(image, toChannelsFirst(model.inputShape()));
    List<ONNXRef<?>> values = new ArrayList<>();
    OnnxLayers layers = new OnnxLayers(onnx, trained);
    for (Model.Node node : model.nodes()) {
      List<ONNXRef<?>> inputs = new ArrayList<>();
      node.inputs().forEach(index -> inputs.add(index == Model.INPUT ? input : values.get(index)));
      values.add(layers.add(node, inputs));
    }
    ONNXRef<?> last = values.get(values.size() - 1);
    ONNXRef<?> output = transposed(last, toChannelsLast(model.outputShape()));
    ONNXPlaceholder probabilities = onnx.floatOutput(TrainedModel.PROBABILITIES, 1);
    onnx.assignTo(output, probabilities);
    List<ONNXPlaceholder> categories = new ArrayList<>();
    if (model.outputShape().numDimensions() == 1) {
      categories.add(onnx.floatOutput(TrainedModel.CLASS, 1));
      onnx.assignTo(
          onnx.operation(
              OnnxOperator.ARG_MAX,
              List.of(output),
              TrainedModel.CLASS,
              Map.of("axis", 1, "keepdims", 0)),
          categories.get(0));
    }
    return shaped(image, probabilities, categories);
  }

  /** The order of axes in which the last one of a batch comes after the batch. */
  private static int[] toChannelsFirst(Shape shape) {
    int rank = shape.numDimensions();
    int[] order = new int[rank + 1];
    for (int i = 1; i <= rank; i++) {
      order[i] = i == 1 ? rank : i - 1;
    }
    return order;
  }

  /** The order of axes that undoes the other. */
  static int[] toChannelsLast(Shape shape) {
    int rank = shape.numDimensions();
    int[] order = new int[rank + 1];
    for (int i = 1; i <= rank; i++) {
      order[i] = i == rank ? 1 : i + 1;
    }
    return order;
  }

  private ONNXRef<?> transposed(ONNXRef<?> value, int[] order) {
    return order.length == 2
        ? value
        : onnx.operation(
            OnnxOperator.TRANSPOSE, List.of(value), "transposed", Map.of("perm", order));
  }

  private GraphProto shaped(
      ONNXPlaceholder image, ONNXPlaceholder probabilities, List<ONNXPlaceholder> categories) {
    GraphProto.Builder graph = onnx.buildGraph().toBuilder();
    graph.clearInput().clearOutput();
    graph.addInput(
        value(image.getReference(), TensorProto.DataType.FLOAT, trained.model().inputShape()));
    graph.addOutput(
        value(
            probabilities.getReference(),
            TensorProto.DataType.FLOAT,
            trained.model().outputShape()));
    categories.forEach(
        category ->
            graph.addOutput(
                value(category.getReference(), TensorProto.DataType.INT64, Shape.scalar())));
    return graph.build();
  }

  /**
   * A batch of values of this shape.
   *
   * @param shape without batch
   */
  private static ValueInfoProto value(String name, TensorProto.DataType type, Shape shape) {
    TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
    sizes.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH));
    Arrays.stream(shape.asArray())
        .forEach(size -> sizes.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size)));
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(sizes)))
        .build();
  }
}
