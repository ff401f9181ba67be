package org.mnistcnn.nn.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mnistcnn.nn.KerasNumbers;
import org.mnistcnn.nn.ModelCall;
import org.mnistcnn.nn.augment.AugmentedImages.Batch;
import org.mnistcnn.nn.compile.Targets;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Each augmentation whose draw is known against Keras's layer. */
@Tag("tensorflow")
class AugmentationParityTest {

  /** 1e-4 of the range of pixels. */
  private static final float TOLERANCE = 255 * 1e-4f;

  private static final JsonNode KERAS = KerasNumbers.read("augmentation.json");

  private static final Map<String, Augmentation> MAPS = maps();

  private static Map<String, Augmentation> maps() {
    Map<String, Augmentation> cases = new LinkedHashMap<>();
    for (FillMode fill : FillMode.values()) {
      Sampling sampling = filled(fill);
      String how = ", " + kerasName(fill);
      cases.put("rotation by 40 degrees" + how, new RandomRotation(fixed(40 / 360.0), sampling));
      cases.put("rotation by -15 degrees" + how, new RandomRotation(fixed(-15 / 360.0), sampling));
      cases.put("zoom out by 0.3" + how, new RandomZoom(fixed(0.3), Optional.empty(), sampling));
      cases.put(
          "zoom in by 0.3, out by 0.2" + how,
          new RandomZoom(fixed(-0.3), Optional.of(fixed(0.2)), sampling));
      cases.put(
          "translation by 0.25 down, 0.4 left" + how,
          new RandomTranslation(fixed(0.25), fixed(-0.4), sampling));
    }
    cases.put(
        "rotation by 40 degrees, to the nearest pixel",
        new RandomRotation(
            fixed(40 / 360.0), new Sampling(FillMode.REFLECT, 0, Interpolation.NEAREST)));
    cases.put("brightness 0.2", new RandomBrightness(fixed(0.2)));
    cases.put("brightness -0.3", new RandomBrightness(fixed(-0.3)));
    return cases;
  }

  private static String kerasName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Factor fixed(double value) {
    return new Factor(value, value);
  }

  private static Sampling filled(FillMode fill) {
    return fill == FillMode.CONSTANT ? Sampling.constant(50) : Sampling.filled(fill);
  }

  private static AugmentedImages images() {
    return new AugmentedImages(
        KerasNumbers.floats(KERAS.get("images")), KerasNumbers.integers(KERAS.get("shape")));
  }

  private static void assertKeras(String name, float[] actual) {
    assertThat(KERAS.get("cases").has(name)).as(name).isTrue();
    assertThat(actual)
        .as(name)
        .containsExactly(KerasNumbers.floats(KERAS.get("cases").get(name)), within(TOLERANCE));
  }

  private static Batch compute(BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> ops) {
    return images().compute((tf, images) -> examples(tf, ops.apply(tf, images)));
  }

  /** Three samples of a class each. */
  private static Augmentations.Examples examples(Ops tf, Operand<TFloat32> images) {
    return new Augmentations.Examples(images, new Targets.Classes(classes(tf)));
  }

  private static Operand<TInt32> classes(Ops tf) {
    return tf.constant(new int[] {0, 1, 2});
  }

  /** A number for each image. */
  private static Operand<TFloat32> each(Ops tf, float[] values, long... shape) {
    return tf.constant(Shape.of(shape), DataBuffers.of(values));
  }

  private static AugmentationCall call(Ops tf, Shape image) {
    return new AugmentationCall(
        tf,
        "known",
        new ModelCall.Randomness(1, tf.constant(0L)),
        tf.constant(new int[] {3}),
        image);
  }

  private static RandomBoxes boxes(Ops tf) {
    JsonNode boxes = KERAS.get("boxes");
    return new RandomBoxes(
        each(tf, KerasNumbers.floats(boxes.get("left")), 3, 1),
        each(tf, KerasNumbers.floats(boxes.get("right")), 3, 1),
        each(tf, KerasNumbers.floats(boxes.get("top")), 3, 1),
        each(tf, KerasNumbers.floats(boxes.get("bottom")), 3, 1));
  }

  @ParameterizedTest
  @MethodSource("mapNames")
  void whatIsDrawnFromARangeOfOneNumberIsKerass(String name) {
    Augmentation known = Objects.requireNonNull(MAPS.get(name));

    assertKeras(name, images().after(Augmentations.of(known), 1, 0));
  }

  private static Stream<String> mapNames() {
    return MAPS.keySet().stream();
  }

  @Test
  void flipsAreKerass() {
    for (RandomFlip.Mode mode : RandomFlip.Mode.values()) {
      assertKeras(
          "flip, " + kerasName(mode),
          compute(
                  (tf, images) ->
                      new RandomFlip(mode)
                          .flipped(
                              tf,
                              images,
                              tf.math.greater(
                                  each(tf, new float[] {1, 0, 1}, 3, 1, 1, 1), tf.constant(0f))))
              .images());
    }
  }

  @Test
  void contrastIsKerass() {
    float[] contrasts = KerasNumbers.floats(KERAS.get("contrasts"));

    assertKeras(
        "contrast",
        compute(
                (tf, images) ->
                    RandomContrast.adjusted(tf, images, each(tf, contrasts, 3, 1, 1, 1)))
            .images());
  }

  @Test
  void erasingIsKerass() {
    assertKeras(
        "erasing",
        compute(
                (tf, images) ->
                    RandomErasing.erased(
                        tf,
                        images,
                        images().image(),
                        tf.math.greater(
                            each(tf, new float[] {1, 0, 1}, 3, 1, 1, 1), tf.constant(0f)),
                        boxes(tf),
                        tf.constant(77f)))
            .images());
  }

  @Test
  void mixedImagesAndLabelsAreKerass() {
    assertMixed(
        "mixup",
        (call, images) ->
            MixUp.mixed(
                call.tf(),
                images,
                inOrder(call.tf(), images),
                each(call.tf(), KerasNumbers.floats(KERAS.get("shares")), 3, 1)));
    assertMixed(
        "cutmix",
        (call, images) -> CutMix.mixed(call, images, inOrder(call.tf(), images), boxes(call.tf())));
  }

  private static void assertMixed(
      String name,
      BiFunction<AugmentationCall, Operand<TFloat32>, MixingAugmentation.Mixture> mixing) {
    Batch batch =
        images()
            .compute(
                (tf, images) -> {
                  MixingAugmentation.Mixture mixture =
                      mixing.apply(call(tf, images().image()), images);
                  Operand<TFloat32> labels = new Targets.Classes(classes(tf)).shares(tf, 3, 0);
                  return new Augmentations.Examples(
                      mixture.images(),
                      new Targets.Shares(
                          AugmentationCall.blend(
                              tf, labels, inOrder(tf, labels), mixture.share())));
                });
    assertKeras(name, batch.images());
    assertThat(batch.targets())
        .containsExactly(
            KerasNumbers.floats(KERAS.get("cases").get(name + ", labels")), within(1e-4f));
  }

  private static Operand<TFloat32> inOrder(Ops tf, Operand<TFloat32> values) {
    return tf.gather(
        values, tf.constant(KerasNumbers.integers(KERAS.get("order"))), tf.constant(0));
  }

  @Test
  void bentImagesAreKerass() {
    for (FillMode fill : FillMode.values()) {
      assertBent("elastic 1.0, " + kerasName(fill), 1, filled(fill));
    }
    assertBent("elastic 0.3, constant", 0.3, filled(FillMode.CONSTANT));
    assertBent(
        "elastic 1.0, to the nearest pixel",
        1,
        new Sampling(FillMode.NEAREST, 0, Interpolation.NEAREST));
  }

  private static void assertBent(String name, double scale, Sampling sampling) {
    int[] shape = KerasNumbers.integers(KERAS.get("large_shape"));
    RandomElasticTransform elastic =
        new RandomElasticTransform(fixed(1), new Factor(0, 1), sampling);
    AugmentedImages large = new AugmentedImages(KerasNumbers.floats(KERAS.get("large")), shape);
    assertKeras(
        name,
        large
            .compute(
                (tf, images) ->
                    examples(
                        tf,
                        elastic.bent(
                            call(tf, large.image()),
                            images,
                            noise(tf, 0, shape),
                            noise(tf, 1, shape),
                            tf.constant((float) scale))))
            .images());
  }

  private static Operand<TFloat32> noise(Ops tf, int field, int[] shape) {
    return each(
        tf, KerasNumbers.floats(KERAS.get("noise").get(field)), shape[0], shape[1], shape[2]);
  }
}
