package org.mnistcnn.nn;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** A layer that makes one of several inputs. It has no weights. */
public interface MergeLayer extends Layer {

  /**
   * The shape that the layer makes of {@code inputs}.
   *
   * @throws IllegalArgumentException if the inputs do not fit together
   */
  Shape outputShape(List<Shape> inputs);

  /**
   * Adds the layer's ops to the graph.
   *
   * @param inputs each of shape {@code (batch, ...)}
   */
  Operand<TFloat32> call(LayerCall call, List<Operand<TFloat32>> inputs);
}
