package org.mnistcnn.interop;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.tensorflow.types.family.TType;

/**
 * A model as a TensorFlow function: images and the handles of its variables go in, its results come
 * out. The variables are parameters, as in a function that Python traced.
 */
final class ServingFunction implements AutoCloseable {

  /** The name of the input. */
  static final String INPUT = "image";

  static final String PROBABILITIES = "probabilities";
  static final String CLASS = "class";

  private final ConcreteFunction function;

  private ServingFunction(ConcreteFunction function) {
    this.function = function;
  }

  /**
   * What a function returns.
   *
   * @param shape with the batch first
   */
  record Result(String name, DataType type, Shape shape) {}

  /** The function behind the loaded object's method: probabilities alone. */
  static ServingFunction forCalls(Model model) {
    return trace("__inference_serve", model, false);
  }

  /** The function behind the signatures: the results of {@link #signatureResults}. */
  static ServingFunction forSignatures(Model model) {
    return trace("__inference_signature_wrapper", model, true);
  }

  /** What a signature returns, in the order of names, which is how Python flattens a dict. */
  static List<Result> signatureResults(Model model) {
    return List.of(
        new Result(CLASS, DataType.DT_INT64, Shape.of(Shape.UNKNOWN_SIZE)),
        new Result(PROBABILITIES, DataType.DT_FLOAT, batchOf(model.outputShape())));
  }

  static Shape batchOf(Shape shape) {
    return shape.prepend(Shape.UNKNOWN_SIZE);
  }

  ConcreteFunction function() {
    return function;
  }

  @Override
  public void close() {
    function.close();
  }

  private static ServingFunction trace(String name, Model model, boolean withClass) {
    try (Graph body = new Graph()) {
      Ops tf = Ops.create(body);
      Signature.Builder signature = Signature.builder(name);
      Placeholder<TFloat32> image =
          tf.withName(INPUT)
              .placeholder(TFloat32.class, Placeholder.shape(batchOf(model.inputShape())));
      signature.input(INPUT, image);
      Map<String, Operand<TFloat32>> weights = new HashMap<>();
      for (Weight weight : model.weights()) {
        String parameter = weight.name().replace('/', '_');
        Output<? extends TType> handle = resourceParameter(tf, parameter);
        signature.input(parameter, handle);
        weights.put(weight.name(), tf.readVariableOp(handle, TFloat32.class));
      }
      Operand<TFloat32> probabilities =
          tf.withName(PROBABILITIES)
              .identity(model.call(ModelCall.inference(tf, weights::get), image).probabilities());
      if (withClass) {
        Operand<TInt64> category =
            tf.withName(CLASS).identity(tf.math.argMax(probabilities, tf.constant(1)));
        signature.output(CLASS, category);
      }
      signature.output(PROBABILITIES, probabilities);
      return new ServingFunction(ConcreteFunction.create(signature.build(), body));
    }
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
