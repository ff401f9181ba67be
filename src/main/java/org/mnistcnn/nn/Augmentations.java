package org.mnistcnn.nn;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Augmentations one after another.
 *
 * @param layers in the order in which images go through them, each class once
 */
public record Augmentations(List<Augmentation> layers) {

  /** Images as they are. */
  public static final Augmentations NONE = new Augmentations(List.of());

  /** The name of the scope in a graph that holds their ops. */
  public static final String SCOPE = "augmentation";

  /**
   * Checks the list.
   *
   * @throws IllegalArgumentException if a class is in it twice: its draws would be the same
   */
  public Augmentations {
    layers = List.copyOf(layers);
    List<String> names = layers.stream().map(Augmentation::className).toList();
    for (String name : names) {
      if (names.indexOf(name) != names.lastIndexOf(name)) {
        throw new IllegalArgumentException(
            "an augmentation can be there once, got %s twice in %s".formatted(name, names));
      }
    }
  }

  /** In the order in which images go through them. */
  public static Augmentations of(Augmentation... layers) {
    return new Augmentations(List.of(layers));
  }

  /** What a text such as {@code rotation=15,zoom=0.15,shift=0.1} says: docs/AUGMENTATION.md. */
  public static Augmentations parse(String text) {
    return AugmentationSyntax.parse(text);
  }

  /**
   * Adds the ops.
   *
   * @param images pixels in [0, 255], shape {@code (batch, height, width, channels)}
   * @param image shape of one
   */
  public Operand<TFloat32> call(
      Ops graph, ModelCall.Randomness randomness, Operand<TFloat32> images, Shape image) {
    if (layers.isEmpty()) {
      return images;
    }
    Ops tf = graph.withSubScope(SCOPE);
    Operand<TInt32> count =
        tf.slice(tf.shape(images), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    Operand<TFloat32> changed = images;
    int next = 0;
    while (next < layers.size()) {
      Sampling sampling = sampling(next);
      AffineMap map = AffineMap.identity(tf, count);
      while (next < layers.size() && sampling(next).equals(sampling)) {
        Augmentation layer = layers.get(next);
        AugmentationCall call =
            new AugmentationCall(tf, Names.snakeCase(layer.className()), randomness, count, image);
        map = ((GeometricAugmentation) layer).after(map, call);
        next++;
      }
      changed = map.of(changed, image, sampling);
    }
    return changed;
  }

  private Sampling sampling(int index) {
    return ((GeometricAugmentation) layers.get(index)).sampling();
  }
}
