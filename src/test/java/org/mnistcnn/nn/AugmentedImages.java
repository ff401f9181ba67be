package org.mnistcnn.nn;

import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Images that a graph augments. */
final class AugmentedImages {

  private final float[] pixels;
  private final Shape shape;

  /** Pixels in [0, 255]; the shape is batch, height, width, channels. */
  AugmentedImages(float[] pixels, int... shape) {
    this.pixels = pixels.clone();
    long[] sizes = new long[shape.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = shape[i];
    }
    this.shape = Shape.of(sizes);
  }

  /** Images of random pixels. */
  static AugmentedImages random(int... shape) {
    int size = 1;
    for (int length : shape) {
      size *= length;
    }
    float[] pixels = new float[size];
    Random random = new Random(3);
    for (int i = 0; i < size; i++) {
      pixels[i] = random.nextInt(256);
    }
    return new AugmentedImages(pixels, shape);
  }

  float[] before() {
    return pixels.clone();
  }

  /** The images in the training graph's step {@code step}. */
  float[] after(Augmentations augmentations, long seed, long step) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> images = tf.constant(shape, DataBuffers.of(pixels));
      Operand<TFloat32> output =
          augmentations.call(
              tf, new ModelCall.Randomness(seed, tf.constant(step)), images, shape.takeLast(3));
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(output).run()) {
        float[] values = new float[pixels.length];
        ((TFloat32) result.get(0)).copyTo(DataBuffers.of(values, false, false));
        return values;
      }
    }
  }
}
