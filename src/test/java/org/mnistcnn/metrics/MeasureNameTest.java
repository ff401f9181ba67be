package org.mnistcnn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MeasureNameTest {

  private static final List<String> NAMES = List.of("cat", "a]=[b", "0");

  @Test
  void namesANumberOfTheWhole() {
    MeasureName name = MeasureName.parse("log_loss", NAMES);
    assertThat(name).isEqualTo(new MeasureName(MeasureName.Measure.LOG_LOSS, Optional.empty()));
    assertThat(name.text(NAMES)).isEqualTo("log_loss");
  }

  @Test
  void namesANumberOfAClassByTheNameOfTheClass() {
    assertThat(MeasureName.parse("recall[cat]", NAMES).category()).hasValue(0);
    assertThat(MeasureName.parse("recall[a]=[b]", NAMES).category()).hasValue(1);
    assertThat(MeasureName.parse("recall[a]=[b]", NAMES).text(NAMES)).isEqualTo("recall[a]=[b]");
  }

  @Test
  void takesANumberForAClassThatHasNoSuchName() {
    assertThat(MeasureName.parse("f1[1]", NAMES).category()).hasValue(1);
    assertThat(MeasureName.parse("f1[0]", NAMES).category()).hasValue(2);
  }

  @Test
  void refusesAMeasureThatIsNotThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MeasureName.parse("acuracy", NAMES))
        .withMessageStartingWith("there is no measure \"acuracy\"; there are accuracy, loss, ")
        .withMessageEndingWith("recall[CLASS], f1[CLASS], auc[CLASS], ap[CLASS]");
  }

  @Test
  void refusesAClassThatIsNotThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MeasureName.parse("recall[3]", NAMES))
        .withMessage("there is no class \"3\"; there are cat, a]=[b, 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MeasureName.parse("recall[12]", MadeUp.names(12)))
        .withMessage("there is no class \"12\"; there are 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11");
  }

  @Test
  void refusesAClassWhereThereIsNoneAndNoneWhereThereIsOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MeasureName.parse("accuracy[cat]", NAMES))
        .withMessage("accuracy is not a measure of a class: leave out what is in brackets");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MeasureName.parse("recall", NAMES))
        .withMessage("recall is a measure of a class: name one, such as recall[0]");
  }
}
