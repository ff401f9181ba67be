package org.mnistcnn.nn;

/** A layer that ONNX has operators for; a model with another one cannot be exported to ONNX. */
public interface OnnxForm {

  /**
   * Adds the operators that stand for the layer in inference.
   *
   * @param <V> a value in the graph
   * @return the layer's output
   */
  <V> V onnx(OnnxCall<V> call);
}
