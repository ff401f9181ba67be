package org.mnistcnn.formats.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.OnnxCall;
import org.mnistcnn.nn.Weight;
import org.tensorflow.ndarray.Shape;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXRef;

/** A layer's operators in a graph, under the layer's name, and the values of its weights. */
record OnnxLayerCall(
    ONNXContext onnx, TrainedModel trained, Model.Node node, List<ONNXRef<?>> inputs)
    implements OnnxCall<ONNXRef<?>> {

  @Override
  public Shape inputShape() {
    return node.inputShapes().get(0);
  }

  @Override
  public ONNXRef<?> operator(
      String name, Map<String, Object> attributes, List<ONNXRef<?>> operands) {
    return onnx.operation(
        OnnxOperator.of(name, operands.size(), attributes), operands, node.name(), attributes);
  }

  @Override
  public ONNXRef<?> constant(float value) {
    return onnx.constant(node.name() + "/constant", value);
  }

  @Override
  public ONNXRef<?> filled(String name, float value) {
    float[] values = new float[(int) inputShape().get(inputShape().numDimensions() - 1)];
    Arrays.fill(values, value);
    return tensor(name, Shape.of(values.length), values);
  }

  @Override
  public ONNXRef<?> weight(String name) {
    Weight weight = weightOf(name);
    return tensor(name, weight.shape(), trained.value(weight));
  }

  @Override
  public ONNXRef<?> weight(String name, int[] order, Shape shape) {
    Weight weight = weightOf(name);
    return tensor(name, shape, transposed(trained.value(weight), weight.shape(), order));
  }

  @Override
  public ONNXRef<?> weight(String name, int... order) {
    Shape shape = weightShape(name);
    return weight(name, order, Shape.of(Arrays.stream(order).mapToLong(shape::get).toArray()));
  }

  @Override
  public Shape weightShape(String name) {
    return weightOf(name).shape();
  }

  /** The values, row-major, in the order in which a tensor with its axes in {@code order} is. */
  private static float[] transposed(float[] values, Shape shape, int[] order) {
    int[] strides = new int[order.length];
    int stride = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= (int) shape.get(axis);
    }
    float[] transposed = new float[values.length];
    int[] position = new int[order.length];
    for (int to = 0; to < transposed.length; to++) {
      int from = 0;
      for (int i = 0; i < order.length; i++) {
        from += position[i] * strides[order[i]];
      }
      transposed[to] = values[from];
      for (int i = order.length - 1; i >= 0 && ++position[i] == shape.get(order[i]); i--) {
        position[i] = 0;
      }
    }
    return transposed;
  }

  private ONNXRef<?> tensor(String name, Shape shape, float[] values) {
    return onnx.floatTensor(
        node.name() + "/" + name,
        Arrays.stream(shape.asArray()).mapToObj(Math::toIntExact).toList(),
        buffer -> buffer.put(values));
  }

  private Weight weightOf(String name) {
    return node.weights().stream()
        .filter(weight -> weight.name().equals(node.name() + "/" + name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no weight " + name + " in " + node));
  }
}
