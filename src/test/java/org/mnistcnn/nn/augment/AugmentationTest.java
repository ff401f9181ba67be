package org.mnistcnn.nn.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What augmentations do to images, and the texts that ask for them. */
@Tag("tensorflow")
class AugmentationTest {

  private static final AugmentedImages IMAGES = AugmentedImages.random(6, 9, 8, 2);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rotation=15",
        "zoom=0.15",
        "shift=0.1",
        "flip=horizontal",
        "flip=vertical",
        "flip=horizontal_and_vertical",
        "contrast=0.2",
        "brightness=0.2",
        "erasing=1:1",
        "elastic=1:1,elastic_scale=0.5:1",
        "mixup=0.2",
        "cutmix=1"
      })
  void eachChangesImagesByChanceOfSeedAndStep(String text) {
    Augmentations augmentations = Augmentations.parse(text);
    float[] after = IMAGES.after(augmentations, 1, 5);

    assertThat(after).isNotEqualTo(IMAGES.before());
    assertThat(IMAGES.after(augmentations, 1, 5)).isEqualTo(after);
    assertThat(IMAGES.after(augmentations, 2, 5)).isNotEqualTo(after);
    assertThat(IMAGES.after(augmentations, 1, 6)).isNotEqualTo(after);
  }

  @Test
  void eachImageGetsItsOwnDraw() {
    float[] one = Arrays.copyOf(IMAGES.before(), 9 * 8 * 2);
    float[] twice = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, twice, one.length, one.length);

    float[] after =
        new AugmentedImages(twice, 2, 9, 8, 2).after(Augmentations.parse("rotation=15"), 1, 0);

    assertThat(Arrays.copyOf(after, one.length))
        .isNotEqualTo(Arrays.copyOfRange(after, one.length, after.length));
  }

  /** Whole pixels within a wide black frame, so that two steps one after the other lose nothing. */
  @Test
  void neighboursAreOneMapInTheirOrder() {
    Sampling black = Sampling.constant(0);
    float[] framed = new float[12 * 12];
    for (int i = 0; i < 16; i++) {
      framed[(4 + i / 4) * 12 + 4 + i % 4] = 10 + 10 * i;
    }
    AugmentedImages image = new AugmentedImages(framed, 1, 12, 12, 1);
    Augmentation turn = new RandomRotation(new Factor(0.25, 0.25), black);
    Augmentation shift =
        new RandomTranslation(new Factor(0.25, 0.25), new Factor(1 / 12.0, 1 / 12.0), black);

    for (Augmentations both :
        List.of(Augmentations.of(turn, shift), Augmentations.of(shift, turn))) {
      float[] first = image.after(Augmentations.of(both.layers().get(0)), 1, 0);
      float[] second =
          new AugmentedImages(first, 1, 12, 12, 1)
              .after(Augmentations.of(both.layers().get(1)), 1, 0);

      assertThat(image.after(both, 1, 0)).containsExactly(second, within(0.01f));
    }
    assertThat(image.after(Augmentations.of(turn, shift), 1, 0))
        .isNotEqualTo(image.after(Augmentations.of(shift, turn), 1, 0));
  }

  @Test
  void aTextSaysFactorsInDegreesAndShares() {
    Sampling black = Sampling.constant(0);
    assertThat(Augmentations.parse("rotation=90, zoom=-0.2:0.1, shift=0.1").layers())
        .containsExactly(
            new RandomRotation(new Factor(-0.25, 0.25), black),
            new RandomZoom(new Factor(-0.2, 0.1), Optional.empty(), black),
            new RandomTranslation(new Factor(-0.1, 0.1), new Factor(-0.1, 0.1), black));
    assertThat(Augmentations.parse("fill=nearest,zoom=0.1").layers())
        .containsExactly(
            new RandomZoom(
                new Factor(-0.1, 0.1), Optional.empty(), Sampling.filled(FillMode.NEAREST)));
    assertThat(Augmentations.parse("zoom=0.1,fill=255").layers())
        .containsExactly(
            new RandomZoom(new Factor(-0.1, 0.1), Optional.empty(), Sampling.constant(255)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rotation | rotation needs a value, such as rotation=15, got 'rotation'",
        "zoom= | zoom needs a value, such as zoom=0.15, got 'zoom='",
        "rotaton=15 | no augmentation rotaton; did you mean rotation? There are [rotation, zoom,",
        "'' | must be name=value, such as rotation=15,zoom=0.15, got ''",
        "rotation=15,,zoom=1 | must be name=value, such as rotation=15,zoom=0.15, got",
        "rotation=15,rotation=3 | rotation can be given once, got 'rotation=15,rotation=3'",
        "rotation=400 | rotation must be in [-360, 360], got 400",
        "rotation=many | rotation must be a number or a range lower:upper, got many",
        "rotation=1:2:3 | rotation must be a number or a range lower:upper, got 2:3",
        "rotation=5:-5 | rotation must go from the lower to the upper bound, got 5:-5",
        "rotation=-5 | rotation must not be negative, or a range",
        "rotation=NaN | rotation must be finite, got NaN",
        "zoom=1 | zoom must be in (-1, 1], got 1",
        "shift=1.5 | shift must be in [-1, 1], got 1.5",
        "shift=0.1,fill=neerest | no fill neerest; did you mean nearest?",
        "shift=0.1,fill=300 | fill must be in [0, 255], got 300",
        "fill=wrap | fill needs rotation, zoom, shift or elastic, got 'fill=wrap'",
        "contrast=0.1,fill=wrap | fill needs rotation, zoom, shift or elastic, got",
        "elastic_scale=1 | elastic_scale needs elastic, got 'elastic_scale=1'",
        "shift=0.1,fill=-1 | fill must be in [0, 255], got -1",
        "flip=sideways | no flip sideways; there are [horizontal, vertical, horizontal_and",
        "contrast=1.5 | contrast must be in [0, 1], got 1.5",
        "brightness=-2:0 | brightness must be in [-1, 1], got -2:0",
        "erasing=2 | erasing must be in [0, 1], got 2",
        "elastic=-0.5:1 | elastic must be in [0, 1], got -0.5:1",
        "mixup=0 | mixup must be positive, got 0",
        "cutmix=1.1 | cutmix must be in [0, 1], got 1.1",
      })
  void aWrongTextIsRefused(String text, String message) {
    assertThatThrownBy(() -> Augmentations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void everyAugmentationIsAskedForByAName() {
    String all =
        "rotation=15,zoom=0.15,shift=0.1,flip=horizontal,contrast=0.2,brightness=0.1,erasing=0.5,"
            + "elastic=1,mixup=0.2,cutmix=1";
    Set<String> classes =
        new ClassFileImporter()
            .importPackagesOf(Augmentation.class).stream()
                .filter(type -> type.isAssignableTo(Augmentation.class) && !type.isInterface())
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());

    assertThat(Augmentations.parse(all).layers().stream().map(Augmentation::className))
        .containsExactlyInAnyOrderElementsOf(classes)
        .hasSizeGreaterThan(9);
  }

  /** Each image of one value, so that a mixed image tells what it was mixed of. */
  @ParameterizedTest
  @ValueSource(strings = {"mixup=0.4", "cutmix=1:1"})
  void labelsAreMixedAsImagesAre(String text) {
    float[] flat = new float[3 * 20 * 20];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = 10 * (i / 400);
    }
    AugmentedImages images = new AugmentedImages(flat, 3, 20, 20, 1);
    for (int step = 0; step < 5; step++) {
      AugmentedImages.Batch batch = images.batchAfter(Augmentations.parse(text), 1, step);
      for (int i = 0; i < 3; i++) {
        double mean = 0;
        for (int pixel = 0; pixel < 400; pixel++) {
          mean += batch.images()[400 * i + pixel] / 400;
        }
        double expected = 10 * batch.targets()[3 * i + 1] + 20 * batch.targets()[3 * i + 2];
        // A box covers whole pixels, its share is by its exact area.
        assertThat(mean).isCloseTo(expected, within(text.startsWith("mixup") ? 1e-3 : 2.5));
        assertThat(batch.targets()[3 * i] + batch.targets()[3 * i + 1] + batch.targets()[3 * i + 2])
            .isCloseTo(1, within(1e-5f));
      }
    }
  }

  @Test
  void sharesOfSmallParametersAreNumbers() {
    AugmentedImages many = AugmentedImages.random(500, 2, 2, 1);

    for (String text : List.of("mixup=0.000001", "cutmix=0:0")) {
      for (float share : many.batchAfter(Augmentations.parse(text), 1, 0).targets()) {
        assertThat(share).isBetween(0f, 1f);
      }
    }
  }

  /** Beta(a, a) has the mean 1/2 and the variance 1 / (4 (2a + 1)). */
  @ParameterizedTest
  @ValueSource(doubles = {1, 4})
  void sharesHaveABetaDistribution(double alpha) {
    int count = 20_000;
    float[] pixels = new float[count];
    Arrays.fill(pixels, 0, count / 2, 200f);
    AugmentedImages halves = new AugmentedImages(pixels, count, 1, 1, 1);

    float[] after = halves.after(Augmentations.of(new MixUp(alpha)), 1, 0);

    // Where a bright image has a dark partner, its value is its share.
    double sum = 0;
    double squares = 0;
    int pairs = 0;
    for (int i = 0; i < count / 2; i++) {
      double share = after[i] / 200.0;
      if (share < 1 - 1e-6) {
        sum += share;
        squares += share * share;
        pairs++;
      }
    }
    double mean = sum / pairs;
    assertThat(pairs).isBetween(count / 4 - 500, count / 4 + 500);
    assertThat(mean).isCloseTo(0.5, within(0.02));
    assertThat(squares / pairs - mean * mean).isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.005));
  }

  @Test
  void factorsAreTheRangesOfDraws() {
    int count = 4000;
    float[] pixels = new float[count];
    Arrays.fill(pixels, 100f);
    AugmentedImages grey = new AugmentedImages(pixels, count, 1, 1, 1);

    float[] after = grey.after(Augmentations.parse("brightness=-0.1:0.3"), 1, 0);

    double least = 1e9;
    double greatest = -1e9;
    double mean = 0;
    for (float value : after) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
      mean += value / count;
    }
    assertThat(least).isCloseTo(100 - 25.5, within(0.2)).isGreaterThanOrEqualTo(74.49);
    assertThat(greatest).isCloseTo(100 + 76.5, within(0.2)).isLessThanOrEqualTo(176.51);
    assertThat(mean).isCloseTo(125.5, within(1.5));
  }

  @Test
  void wrongSettingsAreRefused() {
    assertThatThrownBy(() -> new RandomRotation(1.5))
        .hasMessage("factor must be in [-1.0, 1.0], got -1.5:1.5");
    assertThatThrownBy(() -> new RandomZoom(1))
        .hasMessage("heightFactor must be in (-1, 1], got -1.0:1.0");
    assertThatThrownBy(() -> new RandomTranslation(2))
        .hasMessage("heightFactor must be in [-1.0, 1.0], got -2.0:2.0");
    assertThatThrownBy(() -> new RandomContrast(1.5))
        .hasMessage("factor must be in [0.0, 1.0], got 0.0:1.5");
    assertThatThrownBy(
            () -> new RandomErasing(new Factor(0, 1), new Factor(0, 1), OptionalDouble.of(256)))
        .hasMessage("fillValue must be in [0, 255], got 256.0");
    assertThatThrownBy(() -> new MixUp(0)).hasMessageStartingWith("alpha must be positive");
    assertThatThrownBy(() -> new Factor(1, 0))
        .hasMessage("a range must go from a finite number to one that is not less, got 1.0:0.0");
    assertThatThrownBy(() -> Sampling.constant(-1))
        .hasMessage("fillValue must be in [0, 255], got -1.0");
  }

  @Test
  void aClassTwiceIsRefused() {
    assertThatThrownBy(() -> Augmentations.of(new RandomZoom(0.1), new RandomZoom(0.2)))
        .hasMessage(
            "an augmentation can be there once, got RandomZoom twice in [RandomZoom, RandomZoom]");
  }
}
