package org.mnistcnn.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClassLabelsTest {

  @ParameterizedTest
  @CsvSource({"2, 280", "10, 56", "100, 15", "100, 5.6", "1000, 1.5"})
  void labelsNeitherOverlapNorLeaveTheirMargin(int classes, double pitch) {
    for (String prefix : List.of("", "class_", "a_name_that_is_far_too_long_for_any_axis_")) {
      ClassLabels labels = ClassLabels.fit(names(prefix, classes), pitch);
      double room = labels.step() * pitch;
      assertThat(ChartStyle.height(labels.font())).isLessThanOrEqualTo(room);
      for (String text : labels.texts()) {
        double width = ChartStyle.width(text, labels.font());
        assertThat(width).isLessThanOrEqualTo(labels.upright() ? room : ClassLabels.MAXIMUM_WIDTH);
      }
    }
  }

  @Test
  void shortNamesStandUprightAndWhole() {
    ClassLabels labels = ClassLabels.fit(names("", 10), 56);
    assertThat(labels.upright()).isTrue();
    assertThat(labels.texts()).isEqualTo(names("", 10));
  }

  @Test
  void namesWiderThanTheirCellsAreTurned() {
    ClassLabels labels = ClassLabels.fit(List.of("Ankle boot", "Bag"), 56);
    assertThat(labels.upright()).isFalse();
    assertThat(labels.texts()).containsExactly("Ankle boot", "Bag");
  }

  @Test
  void shortenedNamesKeepTheNumberAtTheirEnd() {
    ClassLabels labels = ClassLabels.fit(names("the_same_long_beginning_of_every_name_", 20), 28);
    assertThat(labels.texts()).doesNotHaveDuplicates().allMatch(text -> text.contains("\u2026"));
  }

  @Test
  void everyClassIsNamedUpToAHundred() {
    assertThat(ClassLabels.fit(names("class_", 100), 15).step()).isEqualTo(1);
    assertThat(ClassLabels.fit(names("class_", 1000), 1.5).step()).isGreaterThan(1);
  }

  static List<String> names(String prefix, int classes) {
    return IntStream.range(0, classes).mapToObj(index -> prefix + index).toList();
  }
}
