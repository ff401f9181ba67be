package org.mnistcnn.nn.augment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mnistcnn.common.Names;
import org.mnistcnn.nn.ModelCall;
import org.mnistcnn.nn.compile.Targets;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Augmentations one after another.
 *
 * @param layers in the order in which images go through them, each class once: the draws of a
 *     second one would be the same
 */
public record Augmentations(List<Augmentation> layers) {

  public static final Augmentations NONE = new Augmentations(List.of());

  /** The name of the scope in a graph that holds their ops. */
  public static final String SCOPE = "augmentation";

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

  public static Augmentations of(Augmentation... layers) {
    return new Augmentations(List.of(layers));
  }

  /**
   * What a text such as {@code rotation=15,zoom=0.15,shift=0.1} says: docs/AUGMENTATION.md.
   *
   * @throws IllegalArgumentException if a name is unknown, or a value missing or out of range
   */
  public static Augmentations parse(String text) {
    return AugmentationSyntax.parse(text);
  }

  /**
   * Images of a batch and what they show.
   *
   * @param images pixels in [0, 255], shape {@code (samples, height, width, channels)}
   */
  public record Examples(Operand<TFloat32> images, Targets targets) {}

  /**
   * A part of a batch, or all of it.
   *
   * @param tf in the part's own scope
   * @param randomness says which part it is
   * @param examples at least one
   * @param size how many of them belong to the batch, a scalar: 0 where it has fewer samples than
   *     parts
   */
  public record Part(
      Ops tf, ModelCall.Randomness randomness, Examples examples, Operand<TInt32> size) {

    private Part with(Examples changed) {
      return new Part(tf, randomness, changed, size);
    }

    private Part with(Operand<TFloat32> images) {
      return with(new Examples(images, examples.targets()));
    }

    private AugmentationCall call(Augmentation layer, Shape image) {
      Operand<TInt32> samples =
          tf.slice(
              tf.shape(examples.images()), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
      return new AugmentationCall(
          tf, Names.snakeCase(layer.className()), randomness, samples, image);
    }
  }

  /**
   * Adds the ops.
   *
   * @param batch all parts of it, in their order
   * @param image shape of one image
   * @param classes how many there are
   * @return each part's examples
   */
  public List<Examples> call(List<Part> batch, Shape image, int classes) {
    List<Part> parts =
        batch.stream()
            .map(
                part ->
                    new Part(
                        part.tf().withSubScope(SCOPE),
                        part.randomness(),
                        part.examples(),
                        part.size()))
            .toList();
    int next = 0;
    while (next < layers.size()) {
      Augmentation layer = layers.get(next);
      int end = next + 1;
      if (layer instanceof GeometricAugmentation first) {
        while (end < layers.size()
            && layers.get(end) instanceof GeometricAugmentation neighbour
            && neighbour.sampling().equals(first.sampling())) {
          end++;
        }
        List<Augmentation> maps = layers.subList(next, end);
        parts = parts.stream().map(part -> part.with(moved(part, maps, image))).toList();
      } else if (layer instanceof PixelAugmentation change) {
        parts =
            parts.stream()
                .map(
                    part ->
                        part.with(change.call(part.call(layer, image), part.examples().images())))
                .toList();
      } else if (layer instanceof MixingAugmentation mixing) {
        parts = mixed(parts, mixing, image, classes);
      }
      next = end;
    }
    return parts.stream().map(Part::examples).toList();
  }

  /** The images of a part after adjacent maps, which are merged into one. */
  private static Operand<TFloat32> moved(Part part, List<Augmentation> maps, Shape image) {
    Operand<TFloat32> images = part.examples().images();
    AffineMap map = AffineMap.identity(part.tf(), images);
    Sampling sampling = Sampling.KERAS;
    for (Augmentation layer : maps) {
      if (layer instanceof GeometricAugmentation geometric) {
        map = geometric.after(map, part.call(layer, image));
        sampling = geometric.sampling();
      }
    }
    return map.of(images, image, sampling);
  }

  /** Each part mixed with images of the whole batch. */
  private static List<Part> mixed(
      List<Part> parts, MixingAugmentation mixing, Shape image, int classes) {
    List<Operand<TFloat32>> targets =
        parts.stream()
            .map(part -> part.examples().targets().shares(part.tf(), classes, 0))
            .toList();
    Operand<TFloat32> allImages =
        whole(parts, parts.stream().map(part -> part.examples().images()).toList());
    Operand<TFloat32> allTargets = whole(parts, targets);
    List<Part> changed = new ArrayList<>();
    IntStream.range(0, parts.size())
        .forEach(
            i -> {
              Part part = parts.get(i);
              AugmentationCall call = part.call(mixing, image);
              Ops tf = call.tf();
              Operand<TInt32> partners = call.partners();
              Operand<TInt32> axis = tf.constant(0);
              MixingAugmentation.Mixture mixture =
                  mixing.mix(call, part.examples().images(), tf.gather(allImages, partners, axis));
              changed.add(
                  part.with(
                      new Examples(
                          mixture.images(),
                          new Targets.Shares(
                              AugmentationCall.blend(
                                  tf,
                                  targets.get(i),
                                  tf.gather(allTargets, partners, axis),
                                  mixture.share())))));
            });
    return changed;
  }

  /** The values of all parts, joined to those of the whole batch. */
  private static Operand<TFloat32> whole(List<Part> parts, List<Operand<TFloat32>> values) {
    if (parts.size() == 1) {
      return values.get(0);
    }
    List<Operand<TFloat32>> own = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Ops tf = parts.get(i).tf();
      int[] origin = new int[values.get(i).shape().numDimensions()];
      Operand<TInt32> sizes =
          tf.concat(
              List.of(
                  tf.stack(List.of(parts.get(i).size())),
                  tf.constant(Arrays.stream(origin).skip(1).map(any -> -1).toArray())),
              tf.constant(0));
      own.add(tf.slice(values.get(i), tf.constant(origin), sizes));
    }
    Ops tf = parts.get(0).tf();
    return tf.concat(own, tf.constant(0));
  }
}
