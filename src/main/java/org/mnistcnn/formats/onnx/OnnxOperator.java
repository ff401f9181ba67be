package org.mnistcnn.formats.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tribuo.util.onnx.ONNXAttribute;
import org.tribuo.util.onnx.ONNXOperator;

/**
 * An operator of ONNX with one output, as of opset 13, as it is used in one place.
 *
 * @param getOpName ONNX's name
 * @param getNumInputs how many values feed it there
 * @param getAttributes the attributes that it has there, by name
 */
record OnnxOperator(String getOpName, int getNumInputs, Map<String, ONNXAttribute> getAttributes)
    implements ONNXOperator {

  static final int OPSET = 13;

  /**
   * The operator with these inputs and attributes.
   *
   * @param values each an {@code Integer}, {@code Float} or {@code int[]}
   */
  static OnnxOperator of(String name, int inputs, Map<String, Object> values) {
    Map<String, ONNXAttribute> attributes = new TreeMap<>();
    values.forEach((key, value) -> attributes.put(key, new ONNXAttribute(key, type(value), true)));
    return new OnnxOperator(name, inputs, attributes);
  }

  private static AttributeType type(Object value) {
    if (value instanceof Integer) {
      return AttributeType.INT;
    } else if (value instanceof Float) {
      return AttributeType.FLOAT;
    } else if (value instanceof int[]) {
      return AttributeType.INTS;
    }
    throw new IllegalArgumentException("an attribute cannot be a " + value.getClass());
  }

  @Override
  public int getNumOptionalInputs() {
    return 0;
  }

  @Override
  public int getNumOutputs() {
    return 1;
  }

  @Override
  public Set<String> getMandatoryAttributeNames() {
    return getAttributes.keySet();
  }

  @Override
  public int getOpVersion() {
    return OPSET;
  }

  @Override
  public String getOpDomain() {
    return "";
  }
}
