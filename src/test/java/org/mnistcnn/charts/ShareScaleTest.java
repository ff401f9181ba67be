package org.mnistcnn.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import org.junit.jupiter.api.Test;

final class ShareScaleTest {

  private final ShareScale scale = new ShareScale();

  @Test
  void goesFromWhiteToDeepBlueAndOnlyGetsDarker() {
    assertThat(scale.getPaint(0)).isEqualTo(Color.WHITE);
    assertThat(scale.getPaint(1)).isEqualTo(new Color(0x08306B));
    for (int step = 1; step <= 100; step++) {
      assertThat(ShareScale.luminance(scale.getPaint(step / 100.0)))
          .isLessThan(ShareScale.luminance(scale.getPaint((step - 1) / 100.0)));
    }
  }

  @Test
  void oneErrorInAThousandIsSeen() {
    Color color = scale.getPaint(ShareScale.depth(0.001));
    assertThat(color.getRed()).isLessThan(235);
  }

  @Test
  void textHasTheContrastThatAccessibilityAsksFor() {
    for (int step = 0; step <= 1000; step++) {
      double cell = ShareScale.luminance(scale.getPaint(step / 1000.0));
      double text = ShareScale.luminance(scale.textPaint(step / 1000.0));
      double contrast = (Math.max(cell, text) + 0.05) / (Math.min(cell, text) + 0.05);
      assertThat(contrast).isGreaterThanOrEqualTo(4.5);
    }
  }
}
