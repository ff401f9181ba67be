package org.mnistcnn.formats.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tribuo.util.onnx.ONNXAttribute;
import org.tribuo.util.onnx.ONNXOperator;

/** The operators of ONNX that networks for images are made of, as of opset 13. */
enum OnnxOperator implements ONNXOperator {
  ADD("Add", 2),
  ARG_MAX("ArgMax", 1, integer("axis"), integer("keepdims")),
  AVERAGE_POOL("AveragePool", 1, integers("kernel_shape"), integers("strides"), integers("pads")),
  BATCH_NORMALIZATION("BatchNormalization", 5, real("epsilon")),
  CLIP("Clip", 3),
  CONCAT("Concat", ONNXAttribute.VARIADIC_INPUT, integer("axis")),
  CONV(
      "Conv",
      2,
      integers("kernel_shape"),
      integers("strides"),
      integers("pads"),
      integers("dilations"),
      integer("group")),
  CONV_WITH_BIAS(
      "Conv",
      3,
      integers("kernel_shape"),
      integers("strides"),
      integers("pads"),
      integers("dilations"),
      integer("group")),
  ELU("Elu", 1),
  ERF("Erf", 1),
  EXP("Exp", 1),
  FLATTEN("Flatten", 1),
  GEMM("Gemm", 3),
  GLOBAL_AVERAGE_POOL("GlobalAveragePool", 1),
  GLOBAL_MAX_POOL("GlobalMaxPool", 1),
  HARD_SIGMOID("HardSigmoid", 1, real("alpha"), real("beta")),
  LEAKY_RELU("LeakyRelu", 1, real("alpha")),
  MAT_MUL("MatMul", 2),
  MAX_POOL("MaxPool", 1, integers("kernel_shape"), integers("strides"), integers("pads")),
  MEAN("Mean", ONNXAttribute.VARIADIC_INPUT),
  MUL("Mul", 2),
  RELU("Relu", 1),
  SELU("Selu", 1),
  SIGMOID("Sigmoid", 1),
  SOFTMAX("Softmax", 1, integer("axis")),
  SOFTPLUS("Softplus", 1),
  SOFTSIGN("Softsign", 1),
  SUM("Sum", ONNXAttribute.VARIADIC_INPUT),
  TANH("Tanh", 1),
  TRANSPOSE("Transpose", 1, integers("perm"));

  /** The set of operators that these are of. */
  static final int OPSET = 13;

  private final String opName;
  private final int inputs;

  @SuppressWarnings("ImmutableEnumChecker") // An unmodifiable map of values without setters.
  private final Map<String, ONNXAttribute> attributes;

  OnnxOperator(String opName, int inputs, ONNXAttribute... attributes) {
    this.opName = opName;
    this.inputs = inputs;
    this.attributes =
        Arrays.stream(attributes)
            .collect(Collectors.toUnmodifiableMap(ONNXAttribute::getName, Function.identity()));
  }

  private static ONNXAttribute integer(String name) {
    return new ONNXAttribute(name, AttributeType.INT, true);
  }

  private static ONNXAttribute integers(String name) {
    return new ONNXAttribute(name, AttributeType.INTS, true);
  }

  private static ONNXAttribute real(String name) {
    return new ONNXAttribute(name, AttributeType.FLOAT, true);
  }

  @Override
  public String getOpName() {
    return opName;
  }

  @Override
  public int getNumInputs() {
    return inputs;
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
  public Map<String, ONNXAttribute> getAttributes() {
    return attributes;
  }

  @Override
  public Set<String> getMandatoryAttributeNames() {
    return attributes.keySet();
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
