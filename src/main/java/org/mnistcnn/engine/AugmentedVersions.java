package org.mnistcnn.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.nn.ModelCall;
import org.mnistcnn.nn.augment.Augmentations;
import org.mnistcnn.nn.compile.Targets;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/** What a few images become when they are augmented: the ops of training, without a network. */
public final class AugmentedVersions {

  private AugmentedVersions() {}

  /**
   * Images of one step.
   *
   * @param images cut to [0, 255] and rounded, with the classes that they had
   * @param shares of which class each image is how much
   */
  public record Version(Dataset images, Predictions shares) {}

  /**
   * The images as they are in the steps 0, 1, ... of a training whose batches they are.
   *
   * @param samples which images of {@code data}, at least one
   */
  public static List<Version> of(
      Dataset data,
      List<Integer> samples,
      Augmentations augmentations,
      long seed,
      int steps,
      Device device) {
    int[] chosen = samples.stream().mapToInt(Integer::intValue).toArray();
    List<Version> versions = new ArrayList<>();
    Graph graph = new Graph();
    Parallelism parallelism = new Parallelism(1, List.of(), 0, 0, 1);
    try (GraphSession session = new GraphSession(graph, parallelism.config(device));
        TUint8 pixels = Tensors.images(data, chosen);
        TInt64 classes = Tensors.labels(data, chosen)) {
      Ops tf = Ops.create(graph);
      Placeholder<TUint8> images =
          tf.placeholder(
              TUint8.class, Placeholder.shape(Tensors.imageShape(data).prepend(chosen.length)));
      Placeholder<TInt64> labels = tf.placeholder(TInt64.class);
      Placeholder<TInt64> step = tf.placeholder(TInt64.class);
      Augmentations.Examples examples =
          augmentations
              .call(
                  List.of(
                      new Augmentations.Part(
                          tf,
                          new ModelCall.Randomness(seed, step),
                          new Augmentations.Examples(
                              tf.dtypes.cast(images, TFloat32.class), new Targets.Classes(labels)),
                          tf.constant(chosen.length))),
                  Tensors.imageShape(data),
                  data.classNames().size())
              .get(0);
      Operand<TFloat32> shares = examples.targets().shares(tf, data.classNames().size(), 0);
      for (long number = 0; number < steps; number++) {
        try (TInt64 fed = TInt64.scalarOf(number);
            Result result =
                session
                    .call()
                    .feed(images, pixels)
                    .feed(labels, classes)
                    .feed(step, fed)
                    .fetch(examples.images())
                    .fetch(shares)
                    .run()) {
          versions.add(
              version(data, chosen, Tensors.floats(result.get(0)), Tensors.floats(result.get(1))));
        }
      }
    }
    return versions;
  }

  private static Version version(Dataset data, int[] samples, float[] values, float[] shares) {
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.round(Math.min(255, Math.max(0, values[i])));
    }
    int[] labels = Arrays.stream(samples).map(data::label).toArray();
    return new Version(
        new Dataset(data.imageShape(), data.classNames(), pixels, labels),
        new Predictions(data.classNames(), labels, shares));
  }
}
