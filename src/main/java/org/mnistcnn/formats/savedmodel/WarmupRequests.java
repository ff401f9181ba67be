package org.mnistcnn.formats.savedmodel;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.util.Map;
import org.mnistcnn.formats.tensorboard.RecordFile;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * Requests that TensorFlow Serving answers to itself before it lets others ask, so that the first
 * client does not wait for what is only done once: {@code assets.extra/tf_serving_warmup_requests},
 * records of {@code tensorflow.serving.PredictionLog}.
 *
 * <p>The messages of TensorFlow Serving are not part of TensorFlow: they are written by the numbers
 * of their fields, as {@code prediction_log.proto}, {@code predict.proto} and {@code model.proto}
 * give them.
 */
final class WarmupRequests {

  /** {@code PredictionLog.predict_log}. */
  private static final int PREDICT_LOG = 6;

  /** {@code PredictLog.request}. */
  private static final int REQUEST = 1;

  /** {@code PredictRequest.model_spec} and {@code inputs}, a map. */
  private static final int MODEL_SPEC = 1;

  private static final int INPUTS = 2;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  /** {@code ModelSpec.name} and {@code signature_name}. */
  private static final int NAME = 1;

  private static final int SIGNATURE_NAME = 3;

  private WarmupRequests() {}

  /**
   * One request per signature, with a black image.
   *
   * @param name the model's name
   */
  static byte[] file(String name, Shape image, Map<String, ServingFunction> signatures) {
    return RecordFile.of(
        signatures.entrySet().stream()
            .map(signature -> log(name, signature.getKey(), signature.getValue().input(), image))
            .toList());
  }

  private static byte[] log(
      String name, String signature, ServingFunction.Port input, Shape image) {
    ByteString spec =
        message(
            Map.of(
                NAME, ByteString.copyFromUtf8(name),
                SIGNATURE_NAME, ByteString.copyFromUtf8(signature)));
    ByteString entry =
        message(
            Map.of(
                KEY, ByteString.copyFromUtf8(input.name()),
                VALUE, tensor(input, image).toByteString()));
    ByteString request = message(Map.of(MODEL_SPEC, spec, INPUTS, entry));
    return message(Map.of(PREDICT_LOG, message(Map.of(REQUEST, request)))).toByteArray();
  }

  private static ByteString message(Map<Integer, ByteString> fields) {
    UnknownFieldSet.Builder message = UnknownFieldSet.newBuilder();
    fields.forEach(
        (number, value) ->
            message.addField(number, Field.newBuilder().addLengthDelimited(value).build()));
    return message.build().toByteString();
  }

  private static TensorProto tensor(ServingFunction.Port input, Shape image) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(input.type());
    if (input.type() == DataType.DT_STRING) {
      return tensor
          .setTensorShape(ProtoShapes.shape(Shape.of(1)))
          .addStringVal(ByteString.copyFrom(blackPng(image)))
          .build();
    }
    // One value stands for all.
    return tensor.setTensorShape(ProtoShapes.shape(image.prepend(1))).addFloatVal(0).build();
  }

  private static byte[] blackPng(Shape image) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      try (Result result =
          session
              .runner()
              .fetch(tf.image.encodePng(tf.zeros(tf.constant(image.asArray()), TUint8.class)))
              .run()) {
        return ((TString) result.get(0)).asBytes().getObject();
      }
    }
  }
}
