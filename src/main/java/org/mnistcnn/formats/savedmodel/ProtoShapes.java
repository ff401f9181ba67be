package org.mnistcnn.formats.savedmodel;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.Struct.DictValue;
import org.tensorflow.proto.Struct.ListValue;
import org.tensorflow.proto.Struct.NamedTupleValue;
import org.tensorflow.proto.Struct.NoneValue;
import org.tensorflow.proto.Struct.PairValue;
import org.tensorflow.proto.Struct.StructuredValue;
import org.tensorflow.proto.Struct.TensorSpecProto;
import org.tensorflow.proto.Struct.TupleValue;
import org.tensorflow.proto.TensorShapeProto;

/** Python's values as TensorFlow writes them into an object graph. */
final class ProtoShapes {

  private ProtoShapes() {}

  static TensorShapeProto shape(Shape shape) {
    TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
    for (long size : shape.asArray()) {
      proto.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return proto.build();
  }

  /** A {@code tf.TensorSpec}. */
  static StructuredValue of(ServingFunction.Port port) {
    return StructuredValue.newBuilder()
        .setTensorSpecValue(
            TensorSpecProto.newBuilder()
                .setName(port.name())
                .setDtype(port.type())
                .setShape(shape(port.shape())))
        .build();
  }

  static StructuredValue tuple(StructuredValue... values) {
    return StructuredValue.newBuilder()
        .setTupleValue(TupleValue.newBuilder().addAllValues(List.of(values)))
        .build();
  }

  static StructuredValue dict(Map<String, StructuredValue> fields) {
    return StructuredValue.newBuilder()
        .setDictValue(DictValue.newBuilder().putAllFields(fields))
        .build();
  }

  /** A {@code tf.TensorSpec} by each name. */
  static StructuredValue dict(List<ServingFunction.Port> ports) {
    return dict(
        ports.stream().collect(Collectors.toMap(ServingFunction.Port::name, ProtoShapes::of)));
  }

  static StructuredValue none() {
    return StructuredValue.newBuilder().setNoneValue(NoneValue.getDefaultInstance()).build();
  }

  static StructuredValue strings(List<String> values) {
    ListValue.Builder list = ListValue.newBuilder();
    for (String value : values) {
      list.addValues(StructuredValue.newBuilder().setStringValue(value));
    }
    return StructuredValue.newBuilder().setListValue(list).build();
  }

  /** Python's {@code inspect.FullArgSpec} of a function with these parameters. */
  static StructuredValue fullArgSpec(List<String> positional, List<String> keywordOnly) {
    NamedTupleValue.Builder spec = NamedTupleValue.newBuilder().setName("FullArgSpec");
    spec.addValues(pair("args", strings(positional)));
    spec.addValues(pair("varargs", none()));
    spec.addValues(pair("varkw", none()));
    spec.addValues(pair("defaults", none()));
    spec.addValues(pair("kwonlyargs", strings(keywordOnly)));
    spec.addValues(pair("kwonlydefaults", none()));
    spec.addValues(pair("annotations", dict(Map.of())));
    return StructuredValue.newBuilder().setNamedTupleValue(spec).build();
  }

  private static PairValue pair(String key, StructuredValue value) {
    return PairValue.newBuilder().setKey(key).setValue(value).build();
  }
}
