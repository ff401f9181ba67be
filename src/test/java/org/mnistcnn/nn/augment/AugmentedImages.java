package org.mnistcnn.nn.augment;

import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.mnistcnn.nn.ModelCall;
import org.mnistcnn.nn.compile.Targets;
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

  static final int CLASSES = 3;

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
    return batchAfter(augmentations, seed, step).images();
  }

  /** Images and the shares of three classes, of which the images have 0, 1, 2, 0, ... */
  static final class Batch {
    private final float[] images;
    private final float[] targets;

    private Batch(float[] images, float[] targets) {
      this.images = images;
      this.targets = targets;
    }

    float[] images() {
      return images.clone();
    }

    float[] targets() {
      return targets.clone();
    }
  }

  Batch batchAfter(Augmentations augmentations, long seed, long step) {
    return compute(
        (tf, images) -> {
          int count = (int) shape.get(0);
          int[] labels = IntStream.range(0, count).map(i -> i % CLASSES).toArray();
          return augmentations
              .call(
                  List.of(
                      new Augmentations.Part(
                          tf,
                          new ModelCall.Randomness(seed, tf.constant(step)),
                          new Augmentations.Examples(
                              images, new Targets.Classes(tf.constant(labels))),
                          tf.constant(count))),
                  image(),
                  CLASSES)
              .get(0);
        });
  }

  /** The shape of one. */
  Shape image() {
    return shape.takeLast(3);
  }

  /** What the ops make of the images. */
  Batch compute(BiFunction<Ops, Operand<TFloat32>, Augmentations.Examples> ops) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Augmentations.Examples examples = ops.apply(tf, tf.constant(shape, DataBuffers.of(pixels)));
      try (Session session = new Session(graph);
          Result result =
              session
                  .runner()
                  .fetch(examples.images())
                  .fetch(examples.targets().shares(tf, CLASSES, 0))
                  .run()) {
        return new Batch(floats(result, 0), floats(result, 1));
      }
    }
  }

  private static float[] floats(Result result, int index) {
    TFloat32 tensor = (TFloat32) result.get(index);
    float[] values = new float[(int) tensor.size()];
    tensor.copyTo(DataBuffers.of(values, false, false));
    return values;
  }
}
