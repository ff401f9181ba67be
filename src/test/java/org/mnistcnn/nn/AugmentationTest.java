package org.mnistcnn.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What augmentations do to images, and the texts that ask for them. */
class AugmentationTest {

  private static final AugmentedImages IMAGES = AugmentedImages.random(3, 9, 8, 2);

  @ParameterizedTest
  @ValueSource(strings = {"rotation=15", "zoom=0.15", "shift=0.1"})
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
        "zoom= | zoom needs a value, such as zoom=0.1, got 'zoom='",
        "rotaton=15 | no augmentation rotaton; did you mean rotation? There are [rotation, zoom,",
        "'' | no augmentation ; there are [rotation",
        "rotation=15,,zoom=1 | no augmentation ; there are [rotation",
        "rotation=15,rotation=3 | rotation can be given once, got 'rotation=15,rotation=3'",
        "rotation=400 | rotation must be in [-360.0, 360.0], got -400.0:400.0",
        "rotation=many | rotation must be a number or a range lower:upper, got many",
        "rotation=1:2:3 | rotation must be a number or a range lower:upper, got 2:3",
        "rotation=5:-5 | rotation must go from the lower to the upper bound, got 5:-5",
        "rotation=-5 | rotation must not be negative, for both directions, or a range",
        "rotation=NaN | rotation must be finite, got NaN",
        "zoom=1 | zoom must be in (-1, 1], got 1",
        "shift=1.5 | shift must be in [-1.0, 1.0], got -1.5:1.5",
        "shift=0.1,fill=neerest | no fill neerest; did you mean nearest?",
        "shift=0.1,fill=300 | fill must be in [0, 255], got 300.0",
        "fill=wrap | fill needs something that moves pixels, such as rotation=15",
      })
  void aWrongTextIsRefused(String text, String message) {
    assertThatThrownBy(() -> Augmentations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aClassTwiceIsRefused() {
    assertThatThrownBy(() -> Augmentations.of(new RandomZoom(0.1), new RandomZoom(0.2)))
        .hasMessage(
            "an augmentation can be there once, got RandomZoom twice in [RandomZoom, RandomZoom]");
  }
}
