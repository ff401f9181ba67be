package org.mnistcnn.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SettingExceptionTest {

  private static String option(String setting) {
    return "--" + setting.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
  }

  @Test
  void namesItsSettingAsJavaDoesUnlessAskedOtherwise() {
    SettingException refused = new SettingException("batchSize", "must be at least 1, got 0");

    assertThat(refused).hasMessage("batchSize must be at least 1, got 0");
    assertThat(refused.text().settings()).containsExactly("batchSize");
    assertThat(refused.text().with(SettingExceptionTest::option))
        .isEqualTo("--batch-size must be at least 1, got 0");
  }

  @Test
  void namesSettingsAnywhereInASentence() {
    SettingException refused =
        SettingException.of(
            "{unfreezeAt} must be in [2, %d], of which the last is {epochs}, got %d", 5, 7);

    assertThat(refused)
        .hasMessage("unfreezeAt must be in [2, 5], of which the last is epochs, got 7");
    assertThat(refused.text().settings()).containsExactly("unfreezeAt", "epochs");
    assertThat(refused.text().with(SettingExceptionTest::option))
        .isEqualTo("--unfreeze-at must be in [2, 5], of which the last is --epochs, got 7");
  }

  @Test
  void aValueIsNoSettingAndNoPlaceholderWhateverIsInIt() {
    SettingException refused =
        SettingException.of("{data} was %s, is %s, 100%% of {limit}", "{epochs} %d", "100%");

    assertThat(refused.text().settings()).containsExactly("data", "limit");
    assertThat(refused.text().with(SettingExceptionTest::option))
        .isEqualTo("--data was {epochs} %d, is 100%, 100% of --limit");
    assertThat(new SettingException("name", "must be letters, got '{epochs} 5%'"))
        .hasMessage("name must be letters, got '{epochs} 5%'");
    assertThat(new SettingException("name", "got '{epochs}'").text().settings())
        .containsExactly("name");
  }

  @Test
  void aLiteralPartOfATemplateIsAsItIs() {
    String odd = "{epochs} {{a}} {\"b\": 5} 50% %s %%";

    SettingException refused =
        SettingException.of("{augment} was " + SettingText.literal(odd) + ", got %s", 7);

    assertThat(refused).hasMessage("augment was " + odd + ", got 7");
    assertThat(refused.text().settings()).containsExactly("augment");
  }

  @Test
  void bracesAroundSomethingElseThanANameStay() {
    assertThat(SettingException.of("such as {\"epochs\": 5} or {} in {config}"))
        .hasMessage("such as {\"epochs\": 5} or {} in config");
  }

  @Test
  void aSettingWithoutEffectNamesWhatItBelongsTo() {
    assertThat(SettingException.withoutEffect("minDelta", "earlyStopping", ""))
        .hasMessage("minDelta has no effect here: it belongs to earlyStopping");
    assertThat(
            SettingException.withoutEffect("decayRate", "schedule", "exponential and step")
                .text()
                .with(SettingExceptionTest::option))
        .isEqualTo(
            "--decay-rate has no effect here: it belongs to --schedule exponential and step");
  }

  @Test
  void anInnerNameGivesWayToTheSettingsOwnAndOthersStay() {
    assertThatThrownBy(
            () ->
                SettingException.renamed(
                    "patience",
                    "earlyStopping",
                    () -> {
                      throw SettingException.of("{patience} must be at most {epochs}, patience");
                    }))
        .isInstanceOf(SettingException.class)
        .hasMessage("earlyStopping must be at most epochs, patience");
    assertThat(SettingException.renamed("patience", "earlyStopping", () -> 3)).isEqualTo(3);
  }

  @Test
  void anotherFailureKeepsItsWords() {
    SettingException named = new SettingException("epochs", "must be more");

    assertThat(SettingException.of(named)).isSameAs(named);
    SettingException wrapped =
        SettingException.of(new IllegalArgumentException("no layer {epochs}: 100% wrong"));
    assertThat(wrapped).hasMessage("no layer {epochs}: 100% wrong");
    assertThat(wrapped.text().settings()).isEmpty();
  }
}
