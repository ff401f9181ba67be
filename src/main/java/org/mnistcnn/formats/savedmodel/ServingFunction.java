package org.mnistcnn.formats.savedmodel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelCall;
import org.mnistcnn.nn.Weight;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/**
 * A model as a TensorFlow function: a batch and the handles of its variables go in, its results
 * come out. The variables are parameters, as in a function that Python traced.
 *
 * @param input what goes in beside the handles of the variables
 * @param results what comes out
 */
record ServingFunction(Port input, List<Port> results, ConcreteFunction function)
    implements AutoCloseable {

  private static final String IMAGE = "image";

  /** TensorFlow Serving's REST interface decodes base64 for names that end so. */
  private static final String FILES = "image_bytes";

  /**
   * What goes in or comes out.
   *
   * @param shape with the batch first
   */
  record Port(String name, DataType type, Shape shape) {}

  /** Makes the images of a batch from what goes in. */
  @FunctionalInterface
  private interface Reading {
    Operand<TFloat32> images(Ops tf, Operand<?> input);
  }

  /** The function behind the loaded object's method: probabilities alone. */
  static ServingFunction forCalls(Model model) {
    return trace(
        "__inference_serve", model, image(model), ServingFunction::asFloats, probabilities(model));
  }

  /** The function behind the signatures for images. */
  static ServingFunction forImages(Model model) {
    return trace(
        "__inference_signature_wrapper",
        model,
        image(model),
        ServingFunction::asFloats,
        classified(model));
  }

  /** The function behind the signature for picture files. */
  static ServingFunction forFiles(Model model, boolean invertLight) {
    try (PictureFunction pictures =
        new PictureFunction(new PicturePixels(model.inputShape(), invertLight))) {
      return trace(
          "__inference_signature_wrapper_bytes",
          model,
          new Port(FILES, DataType.DT_STRING, Shape.of(Shape.UNKNOWN_SIZE)),
          (tf, input) -> pictures.call(tf, input.asOutput().expect(TString.class)),
          classified(model));
    }
  }

  private static Operand<TFloat32> asFloats(Ops tf, Operand<?> input) {
    return input.asOutput().expect(TFloat32.class);
  }

  private static Port image(Model model) {
    return new Port(IMAGE, DataType.DT_FLOAT, batchOf(model.inputShape()));
  }

  private static List<Port> probabilities(Model model) {
    return List.of(
        new Port(TrainedModel.PROBABILITIES, DataType.DT_FLOAT, batchOf(model.outputShape())));
  }

  /** In the order of names, which is how Python flattens a dict. */
  private static List<Port> classified(Model model) {
    return List.of(
        new Port(TrainedModel.CLASS, DataType.DT_INT64, Shape.of(Shape.UNKNOWN_SIZE)),
        probabilities(model).get(0));
  }

  private static Shape batchOf(Shape shape) {
    return shape.prepend(Shape.UNKNOWN_SIZE);
  }

  @Override
  public void close() {
    function.close();
  }

  private static ServingFunction trace(
      String name, Model model, Port input, Reading reading, List<Port> results) {
    try (Graph body = new Graph()) {
      Ops tf = Ops.create(body);
      Signature.Builder signature = Signature.builder(name);
      Operand<?> batch = placeholder(tf, input.name(), input);
      signature.input(input.name(), batch);
      Map<String, Operand<TFloat32>> weights = new HashMap<>();
      for (Weight weight : model.weights()) {
        String parameter = weight.name().replace('/', '_');
        Output<? extends TType> handle = resourceParameter(tf, parameter);
        signature.input(parameter, handle);
        weights.put(weight.name(), tf.readVariableOp(handle, TFloat32.class));
      }
      Operand<TFloat32> probabilities =
          tf.withName(TrainedModel.PROBABILITIES)
              .identity(
                  model
                      .call(ModelCall.inference(tf, weights::get), reading.images(tf, batch))
                      .probabilities());
      for (Port result : results) {
        signature.output(
            result.name(),
            result.name().equals(TrainedModel.CLASS) ? category(tf, probabilities) : probabilities);
      }
      return new ServingFunction(input, results, ConcreteFunction.create(signature.build(), body));
    }
  }

  private static Operand<TInt64> category(Ops tf, Operand<TFloat32> probabilities) {
    return tf.withName(TrainedModel.CLASS).identity(tf.math.argMax(probabilities, tf.constant(1)));
  }

  static Placeholder<? extends TType> placeholder(Ops tf, String name, Port port) {
    return port.type() == DataType.DT_STRING
        ? tf.withName(name).placeholder(TString.class, Placeholder.shape(port.shape()))
        : tf.withName(name).placeholder(TFloat32.class, Placeholder.shape(port.shape()));
  }

  private static Output<? extends TType> resourceParameter(Ops tf, String name) {
    return tf.scope()
        .opBuilder("Placeholder", name)
        .setAttr("dtype", DataType.DT_RESOURCE)
        .setAttr("shape", Shape.scalar())
        .build()
        .output(0);
  }
}
