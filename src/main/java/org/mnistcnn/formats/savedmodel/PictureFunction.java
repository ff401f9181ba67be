package org.mnistcnn.formats.savedmodel;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * Picture files to images, in the graph: a loop over the files, since each has a size of its own.
 * Unlike Python's {@code tf.map_fn}, it fills a tensor and not a list of tensors, for which
 * TensorFlow-Java has no type; its op {@code StatelessWhile} is the same. Each turn copies the
 * tensor, so it is one of bytes, and batches of more than a few thousand pictures become slow.
 */
final class PictureFunction implements AutoCloseable {

  private static final String INDEX = "index";
  private static final String COUNT = "count";
  private static final String IMAGES = "images";
  private static final String FILES = "files";

  /** Files that are decoded at the same time. */
  private static final long PARALLEL = 10;

  private final PicturePixels pixels;
  private final ConcreteFunction condition;
  private final ConcreteFunction body;

  /** Decodes to images of the size of {@code pixels}. */
  PictureFunction(PicturePixels pixels) {
    this.pixels = pixels;
    this.condition = condition(pixels);
    this.body = body(pixels);
  }

  /**
   * Adds the ops that read a batch.
   *
   * @param files PNG, JPEG, GIF or BMP files, shape {@code (batch)}
   * @return shape {@code (batch, height, width, channels)}, 0 to 255
   */
  Operand<TFloat32> call(Ops tf, Operand<TString> files) {
    Operand<TInt32> count = tf.size(files);
    Operand<TInt32> shape =
        tf.concat(
            List.of(tf.expandDims(count, tf.constant(0)), tf.constant(sizes())), tf.constant(0));
    Operation loop =
        tf.scope()
            .opBuilder("StatelessWhile", "StatelessWhile")
            .addInputList(
                new Output<?>[] {
                  tf.constant(0).asOutput(),
                  count.asOutput(),
                  tf.zeros(shape, TUint8.class).asOutput(),
                  files.asOutput()
                })
            .setAttr("cond", condition)
            .setAttr("body", body)
            .setAttr("parallel_iterations", PARALLEL)
            // As Python's loops are: otherwise each turn waits for the last.
            .setAttr("_lower_using_switch_merge", true)
            .build();
    return tf.ensureShape(tf.dtypes.cast(loop.<TUint8>output(2), TFloat32.class), batch(pixels));
  }

  private static Shape batch(PicturePixels pixels) {
    return pixels.shape().prepend(Shape.UNKNOWN_SIZE);
  }

  private int[] sizes() {
    return Arrays.stream(pixels.shape().asArray()).mapToInt(Math::toIntExact).toArray();
  }

  @Override
  public void close() {
    condition.close();
    body.close();
  }

  /** The state of the loop, as the parameters of a function of it. */
  private record State(
      Placeholder<TInt32> index,
      Placeholder<TInt32> count,
      Placeholder<TUint8> images,
      Placeholder<TString> files) {

    static State in(Ops tf, PicturePixels pixels) {
      return new State(
          tf.withName(INDEX).placeholder(TInt32.class, Placeholder.shape(Shape.scalar())),
          tf.withName(COUNT).placeholder(TInt32.class, Placeholder.shape(Shape.scalar())),
          tf.withName(IMAGES).placeholder(TUint8.class, Placeholder.shape(batch(pixels))),
          tf.withName(FILES)
              .placeholder(TString.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE))));
    }

    Signature.Builder parameters(String name) {
      return Signature.builder(name)
          .input(INDEX, index)
          .input(COUNT, count)
          .input(IMAGES, images)
          .input(FILES, files);
    }
  }

  private static ConcreteFunction condition(PicturePixels pixels) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      State state = State.in(tf, pixels);
      return ConcreteFunction.create(
          state
              .parameters("__inference_decode_condition")
              .output("more", tf.math.less(state.index(), state.count()))
              .build(),
          graph);
    }
  }

  private static ConcreteFunction body(PicturePixels pixels) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      State state = State.in(tf, pixels);
      Operand<TString> file = tf.gather(state.files(), state.index(), tf.constant(0));
      Operand<TUint8> image = tf.dtypes.cast(pixels.call(tf, file), TUint8.class);
      Operand<TUint8> images =
          tf.tensorScatterNdUpdate(
              state.images(),
              tf.reshape(state.index(), tf.constant(new int[] {1, 1})),
              tf.expandDims(image, tf.constant(0)));
      return ConcreteFunction.create(
          state
              .parameters("__inference_decode_body")
              .output("next", tf.math.add(state.index(), tf.constant(1)))
              .output("all", tf.identity(state.count()))
              .output("decoded", images)
              .output("same", tf.identity(state.files()))
              .build(),
          graph);
    }
  }
}
