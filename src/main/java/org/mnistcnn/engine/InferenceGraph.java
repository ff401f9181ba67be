package org.mnistcnn.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.mnistcnn.nn.Compilation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelCall;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * The part of a graph that predicts, on images that are fed.
 *
 * @param images pixels, shape {@code (batch, height, width, channels)}
 * @param labels true classes, shape {@code (batch)}; needed for the sums only
 * @param sums see {@link MeasureOps#sums}
 * @param probabilities shape {@code (batch, classes)}
 */
record InferenceGraph(
    Placeholder<TUint8> images,
    Placeholder<TInt32> labels,
    Operand<TFloat64> sums,
    Operand<TFloat32> probabilities) {

  static InferenceGraph build(Ops root, Model model, Compilation compilation, Variables variables) {
    Ops tf = root.withSubScope("inference");
    Shape batch = Shape.of(Shape.UNKNOWN_SIZE);
    Placeholder<TUint8> images =
        tf.placeholder(TUint8.class, Placeholder.shape(batch.append(model.inputShape())));
    Placeholder<TInt32> labels = tf.placeholder(TInt32.class, Placeholder.shape(batch));
    Map<String, Operand<TFloat32>> weights = new LinkedHashMap<>();
    model
        .weights()
        .forEach(weight -> weights.put(weight.name(), variables.read(tf, weight.name())));
    Model.Outputs outputs =
        model.call(ModelCall.inference(tf, weights::get), tf.dtypes.cast(images, TFloat32.class));
    MeasureOps measures =
        MeasureOps.of(
            tf,
            compilation,
            labels,
            outputs.logits(),
            model.penalty(tf, weights),
            tf.constant(0.0));
    return new InferenceGraph(images, labels, measures.sums(), outputs.probabilities());
  }
}
