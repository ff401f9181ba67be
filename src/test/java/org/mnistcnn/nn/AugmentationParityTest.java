package org.mnistcnn.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each augmentation whose draw is known against Keras's layer. */
class AugmentationParityTest {

  /** 1e-4 of the range of pixels. */
  private static final float TOLERANCE = 255 * 1e-4f;

  private static final JsonNode KERAS = KerasNumbers.read("augmentation.json");

  private static final Map<String, Augmentation> CASES = cases();

  private static Map<String, Augmentation> cases() {
    Map<String, Augmentation> cases = new LinkedHashMap<>();
    for (FillMode fill : FillMode.values()) {
      Sampling sampling = fill == FillMode.CONSTANT ? Sampling.constant(50) : Sampling.filled(fill);
      String how = ", " + fill.kerasName();
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
    return cases;
  }

  private static Factor fixed(double value) {
    return new Factor(value, value);
  }

  private static Stream<String> names() {
    return KerasNumbers.names(KERAS.get("cases")).stream();
  }

  @Test
  void everyCaseIsHere() {
    assertThat(names()).containsExactlyInAnyOrderElementsOf(CASES.keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void aKnownChangeIsKerass(String name) {
    AugmentedImages images =
        new AugmentedImages(
            KerasNumbers.floats(KERAS.get("images")), KerasNumbers.integers(KERAS.get("shape")));

    float[] actual = images.after(Augmentations.of(Objects.requireNonNull(CASES.get(name))), 1, 0);

    assertThat(actual)
        .containsExactly(KerasNumbers.floats(KERAS.get("cases").get(name)), within(TOLERANCE));
  }
}
