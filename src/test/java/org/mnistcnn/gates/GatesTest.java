package org.mnistcnn.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.metrics.Scores;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

final class GatesTest {

  private static final List<String> NAMES = List.of("cat", "dog");

  @TempDir Path directory;

  /** As many samples of each class, of which some are wrong; those that are wrong come first. */
  private static Predictions predictions(int samples, int wrongCats, int wrongDogs) {
    int[] actual = new int[2 * samples];
    float[] probabilities = new float[4 * samples];
    for (int i = 0; i < 2 * samples; i++) {
      actual[i] = i % 2;
      boolean wrong = i / 2 < (actual[i] == 0 ? wrongCats : wrongDogs);
      probabilities[2 * i + (wrong ? 1 - actual[i] : actual[i])] = 1;
    }
    return new Predictions(NAMES, actual, probabilities);
  }

  private static GateResults check(Predictions predictions, Gate... gates) {
    return new Gates(List.of(gates), Optional.empty()).check(Scores.of(predictions), predictions);
  }

  private Baseline baseline(Predictions predictions, boolean known) throws IOException {
    Scores scores = Scores.of(predictions);
    List<String> classes = new ArrayList<>();
    for (int category = 0; category < 2; category++) {
      classes.add(
          "{\"name\": \"%s\", \"recall\": %s}"
              .formatted(NAMES.get(category), scores.report().classes().get(category).recall()));
    }
    Path file =
        Files.writeString(
            directory.resolve("metrics.json"),
            "{\"schema\": 2, \"accuracy\": %s, \"ece\": %s, \"macro_auc\": null, \"per_class\": %s}"
                .formatted(scores.report().accuracy(), scores.calibration().error(), classes));
    return Baseline.read(file, known ? Optional.of(predictions) : Optional.empty());
  }

  @Test
  void aValueOnTheBoundPasses() {
    GateResults results =
        check(
            predictions(100, 10, 0),
            Gate.parse(Gate.Kind.FAIL_UNDER, "accuracy=0.95"),
            Gate.parse(Gate.Kind.FAIL_OVER, "accuracy=0.95"));
    assertThat(results.passed()).isTrue();
    assertThat(results.results().get(0)).hasToString("passed accuracy >= 0.95: 0.950000");
  }

  @Test
  void aValueOnTheWrongSideFails() {
    GateResults results =
        check(
            predictions(100, 10, 0),
            Gate.parse(Gate.Kind.FAIL_UNDER, "accuracy=0.951"),
            Gate.parse(Gate.Kind.FAIL_UNDER, "recall[cat]=0.91"),
            Gate.parse(Gate.Kind.FAIL_UNDER, "recall[1]=1"),
            Gate.parse(Gate.Kind.FAIL_OVER, "ece=0.04"));
    assertThat(results.results())
        .extracting(GateResults.Result::passed)
        .containsExactly(false, false, true, false);
    assertThat(results.failures()).isEqualTo(3);
    assertThat(results.results().get(1)).hasToString("FAILED recall[cat] >= 0.91: 0.900000");
  }

  @Test
  void whatIsNotDefinedNeverPasses() {
    Predictions oneClass = new Predictions(NAMES, new int[2], new float[] {1, 0, 1, 0});
    GateResults results =
        check(
            oneClass,
            Gate.parse(Gate.Kind.FAIL_UNDER, "macro_auc=0"),
            Gate.parse(Gate.Kind.FAIL_OVER, "auc[cat]=1"));
    assertThat(results.failures()).isEqualTo(2);
    assertThat(results.results().get(0))
        .hasToString("FAILED macro_auc >= 0.0: not defined (not defined for these samples)");
  }

  @Test
  void aDropWithinItsBoundPasses() throws IOException {
    Gates gates =
        new Gates(
            List.of(
                Gate.parse(Gate.Kind.MAX_DROP, "accuracy=0.06"),
                Gate.parse(Gate.Kind.MAX_DROP, "ece=0.04")),
            Optional.of(baseline(predictions(100, 0, 0), false)));
    Predictions now = predictions(100, 10, 0);
    GateResults results = gates.check(Scores.of(now), now);
    assertThat(results.results())
        .extracting(GateResults.Result::passed)
        .containsExactly(true, false);
    assertThat(results.results().get(1))
        .hasToString(
            "FAILED ece drops by <= 0.04: 0.050000 (baseline 0.000000, worse by 0.050000)");
  }

  @Test
  void aDropThatChanceExplainsPassesWherePredictionsTellIt() throws IOException {
    Gate gate = Gate.parse(Gate.Kind.MAX_DROP, "accuracy=0.002");
    Predictions before = predictions(100, 0, 0);
    Predictions slightlyWorse = predictions(100, 3, 0);
    Predictions worse = predictions(100, 12, 0);
    Gates known = new Gates(List.of(gate), Optional.of(baseline(before, true)));
    assertThat(known.check(Scores.of(slightlyWorse), slightlyWorse).results())
        .singleElement()
        .hasToString(
            "passed accuracy drops by <= 0.002: 0.985000 (baseline 1.000000, worse by 0.015000,"
                + " McNemar's p = 0.2500: taken for noise)");
    assertThat(known.check(Scores.of(worse), worse).passed()).isFalse();
    Gates unknown = new Gates(List.of(gate), Optional.of(baseline(before, false)));
    assertThat(unknown.check(Scores.of(slightlyWorse), slightlyWorse).passed()).isFalse();
  }

  @Test
  void aDropOfARecallIsTestedOnItsClass() throws IOException {
    Gates gates =
        new Gates(
            List.of(Gate.parse(Gate.Kind.MAX_DROP, "recall[dog]=0.01")),
            Optional.of(baseline(predictions(100, 0, 0), true)));
    Predictions now = predictions(100, 50, 2);
    assertThat(gates.check(Scores.of(now), now).results().get(0).explanation())
        .contains("McNemar's p = 0.5000: taken for noise");
  }

  @Test
  void namesOfWhatIsNotThereAreRefused() throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> known("acuracy=1"))
        .withMessageStartingWith("there is no measure \"acuracy\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> known("recall[cow]=1"))
        .withMessageStartingWith("there is no class \"cow\"; there are cat, dog");
    Gates gates =
        new Gates(
            List.of(Gate.parse(Gate.Kind.MAX_DROP, "brier=0.1")),
            Optional.of(baseline(predictions(5, 0, 0), false)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gates.requireKnown(NAMES))
        .withMessage(
            "the baseline %s has no brier: write it anew with this version",
            directory.resolve("metrics.json"));
  }

  @Test
  void anEarlierBaselineThatCountedEmptyClassesIsRefusedForMacroMeans() throws IOException {
    Gates gates =
        new Gates(
            List.of(Gate.parse(Gate.Kind.MAX_DROP, "macro_f1=0.1")),
            Optional.of(emptyClassBaseline(2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gates.requireKnown(NAMES))
        .withMessage(
            "the baseline %s counts classes without samples in its macro_f1: write it anew with"
                + " this version",
            directory.resolve("metrics.json"));
    new Gates(
            List.of(Gate.parse(Gate.Kind.MAX_DROP, "accuracy=0.1")),
            Optional.of(emptyClassBaseline(2)))
        .requireKnown(NAMES);
    new Gates(
            List.of(Gate.parse(Gate.Kind.MAX_DROP, "macro_f1=0.1")),
            Optional.of(emptyClassBaseline(3)))
        .requireKnown(NAMES);
  }

  private Baseline emptyClassBaseline(int schema) throws IOException {
    return Baseline.read(
        Files.writeString(
            directory.resolve("metrics.json"),
            "{\"schema\": %d, \"accuracy\": 1, \"macro_f1\": 0.5, \"per_class\": [{\"support\": 0}]}"
                .formatted(schema)),
        Optional.empty());
  }

  @Test
  void aMacroMeanIsHeldToTheClassesThatAreThere() {
    Predictions onlyCats = new Predictions(NAMES, new int[2], new float[] {1, 0, 1, 0});
    GateResults results =
        check(
            onlyCats,
            Gate.parse(Gate.Kind.FAIL_UNDER, "macro_f1=1"),
            Gate.parse(Gate.Kind.FAIL_UNDER, "recall[dog]=0.5"));
    assertThat(results.results().get(0)).hasToString("passed macro_f1 >= 1.0: 1.000000");
    assertThat(results.results().get(1))
        .hasToString(
            "FAILED recall[dog] >= 0.5: 0.000000 (no sample is of this class: counts as 0)");
  }

  private static void known(String gate) {
    new Gates(List.of(Gate.parse(Gate.Kind.FAIL_UNDER, gate)), Optional.empty())
        .requireKnown(NAMES);
  }

  @Test
  void gatesThatAreNoNumbersAreRefused() {
    for (String wrong : new String[] {"accuracy", "accuracy=", "=1", "accuracy=high"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Gate.parse(Gate.Kind.FAIL_UNDER, wrong))
          .withMessage("a gate must be MEASURE=NUMBER, such as accuracy=0.99, got \"%s\"", wrong);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gate.parse(Gate.Kind.FAIL_UNDER, "accuracy=NaN"))
        .withMessage("the bound of accuracy must be a number, got NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gate.parse(Gate.Kind.MAX_DROP, "accuracy=-1"))
        .withMessage("the largest drop of accuracy must not be negative, got -1.0");
  }

  @Test
  void aDropAndABaselineNeedEachOther() throws IOException {
    Baseline baseline = baseline(predictions(5, 0, 0), false);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Gates(
                    List.of(Gate.parse(Gate.Kind.MAX_DROP, "accuracy=0.1")), Optional.empty()))
        .withMessageContaining("needs a baseline");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Gates(List.of(), Optional.of(baseline)))
        .withMessageContaining("no effect");
  }

  @Test
  void aFileOfGatesIsReadOrRefusedWithItsPlace() throws IOException {
    Path file = directory.resolve("gates.json");
    Files.writeString(
        file, "{\"fail_under\": {\"recall[8]\": 0.97}, \"fail_over\": {\"ece\": 0.02}}");
    assertThat(Gates.read(file))
        .containsExactly(
            new Gate(Gate.Kind.FAIL_UNDER, "recall[8]", 0.97),
            new Gate(Gate.Kind.FAIL_OVER, "ece", 0.02));
    refused("{\"fail_up\": {}}", "\"fail_up\" is none of [fail_under, fail_over, max_drop]");
    refused("{\"fail_under\": 1}", "fail_under must be an object of bounds by measure");
    refused("{\"fail_under\": {\"ece\": \"1\"}}", "fail_under of ece must be a number, got \"1\"");
    refused("[]", "a gates.json must be an object");
    refused("{", "not JSON: ");
  }

  private void refused(String json, String problem) throws IOException {
    Path file = Files.writeString(directory.resolve("gates.json"), json);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gates.read(file))
        .withMessageStartingWith(file + ": " + problem);
  }

  @Test
  void aFileThatIsNoBaselineIsRefused() throws IOException {
    for (String text : new String[] {"{", "[]", "{\"schema\": 2}"}) {
      Path file = Files.writeString(directory.resolve("other.json"), text);
      assertThatThrownBy(() -> Baseline.read(file, Optional.empty()))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + ": not a metrics.json (");
    }
  }

  @Test
  void everyGateIsATestcaseInXml() throws Exception {
    GateResults results =
        check(
            predictions(100, 10, 0),
            Gate.parse(Gate.Kind.FAIL_UNDER, "accuracy=0.5"),
            Gate.parse(Gate.Kind.FAIL_UNDER, "accuracy=0.99"));
    Path file = directory.resolve("gates.xml");
    results.writeJUnit(file, "<model> & \u0001");
    Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    assertThat(xml.getDocumentElement().getAttribute("tests")).isEqualTo("2");
    assertThat(xml.getDocumentElement().getAttribute("failures")).isEqualTo("1");
    assertThat(xml.getDocumentElement().getAttribute("name"))
        .isEqualTo("gates of <model> & \uFFFD");
    Element failure = (Element) xml.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).isEqualTo("FAILED accuracy >= 0.99: 0.950000");
  }
}
