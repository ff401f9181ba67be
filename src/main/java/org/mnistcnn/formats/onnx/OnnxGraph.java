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
import org.mnistcnn.nn.OnnxCall;
import org.mnistcnn.nn.OnnxForm;
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
    ONNXRef<?> input = transposed(image, OnnxCall.toChannelsFirst(model.inputShape()));
    List<ONNXRef<?>> values = new ArrayList<>();
    for (Model.Node node : model.nodes()) {
      List<ONNXRef<?>> inputs = new ArrayList<>();
      node.inputs().forEach(index -> inputs.add(index == Model.INPUT ? input : values.get(index)));
      values.add(added(node, inputs));
    }
    ONNXRef<?> last = values.get(values.size() - 1);
    ONNXRef<?> output = transposed(last, OnnxCall.toChannelsLast(model.outputShape()));
    ONNXPlaceholder probabilities = onnx.floatOutput(TrainedModel.PROBABILITIES, 1);
    onnx.assignTo(output, probabilities);
    List<ONNXPlaceholder> categories = new ArrayList<>();
    if (model.outputShape().numDimensions() == 1) {
      categories.add(onnx.floatOutput(TrainedModel.CLASS, 1));
      onnx.assignTo(
          operation("ArgMax", output, TrainedModel.CLASS, Map.of("axis", 1, "keepdims", 0)),
          categories.get(0));
    }
    return shaped(image, probabilities, categories);
  }

  private ONNXRef<?> added(Model.Node node, List<ONNXRef<?>> inputs) {
    if (node.layer() instanceof OnnxForm form) {
      return form.onnx(new OnnxLayerCall(onnx, trained, node, inputs));
    }
    throw new IllegalArgumentException(
        "layer %s (%s) has no form in ONNX; export it as a SavedModel"
            .formatted(node.name(), node.layer().className()));
  }

  private ONNXRef<?> transposed(ONNXRef<?> value, int[] order) {
    return order.length == 2
        ? value
        : operation("Transpose", value, "transposed", Map.of("perm", order));
  }

  private ONNXRef<?> operation(
      String operator, ONNXRef<?> input, String name, Map<String, Object> attributes) {
    return onnx.operation(
        OnnxOperator.of(operator, 1, attributes), List.of(input), name, attributes);
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
