package org.mnistcnn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mnistcnn.Python;

/** Every number against scikit-learn's and SciPy's: {@code sklearn_scores.py}. */
final class ScikitLearnTest {

  private static final double TOLERANCE = 1e-6;
  private static final int[][] PAIRS = {{0, 0}, {3, 3}, {1, 8}, {40, 12}, {500, 620}, {0, 2000}};

  @TempDir Path directory;

  @Test
  void everyNumberIsScikitLearns() throws IOException, InterruptedException {
    Map<String, Predictions> cases = cases();
    JsonNode answers = ask(List.copyOf(cases.values()));

    int index = 0;
    for (Map.Entry<String, Predictions> entry : cases.entrySet()) {
      JsonNode expected = answers.get("cases").get(index++);
      Scores scores = Scores.of(entry.getValue());
      compareOverall(entry.getKey(), scores, expected.get("overall"));
      compareClasses(entry.getKey(), scores, expected.get("classes"));
      assertThat(new ObjectMapper().writeValueAsString(scores.matrix().rows()))
          .as("confusion matrix, %s", entry.getKey())
          .isEqualTo(expected.get("matrix").toString());
      assertThat(scores.report().text())
          .as(entry.getKey())
          .isEqualTo(wholeSupports(expected.get("text").asText()));
    }
    for (int i = 0; i < PAIRS.length; i++) {
      double expected = answers.get("mcnemar").get(i).asDouble();
      assertThat(new McNemar(PAIRS[i][0], PAIRS[i][1]).pValue())
          .as("McNemar of %s", Arrays.toString(PAIRS[i]))
          .isCloseTo(expected, within(expected * TOLERANCE));
    }
  }

  /** Where no prediction is right at all, scikit-learn writes supports as {@code 1.0}. */
  private static String wholeSupports(String text) {
    return text.replaceAll("(?m)  ( *[0-9]+)\\.0$", "    $1");
  }

  private static Map<String, Predictions> cases() {
    List<String> ten = MadeUp.names(10);
    Map<String, Predictions> cases = new LinkedHashMap<>();
    cases.put("ten classes", MadeUp.predictions(1, ten, 3000, 4));
    cases.put("ten classes, nearly perfect", MadeUp.predictions(2, ten, 3000, 9));
    cases.put("chance", MadeUp.predictions(3, ten, 500, 0));
    cases.put("two classes", MadeUp.predictions(4, List.of("cat", "dog"), 700, 2));
    cases.put("a hundred classes", MadeUp.predictions(5, MadeUp.names(100), 4000, 5));
    cases.put("long names", MadeUp.predictions(6, List.of("a", "a very long name", "b c"), 90, 1));
    cases.put("ties", rounded(MadeUp.predictions(7, MadeUp.names(4), 800, 1), 4));
    cases.put("zeros and ones", rounded(MadeUp.predictions(8, MadeUp.names(5), 600, 1), 1));
    Predictions whole = MadeUp.predictions(9, MadeUp.names(5), 600, 2);
    cases.put("a class never predicted", without(whole, 3));
    cases.put("a class absent", select(whole, category -> category != 2));
    cases.put(
        "absent classes, never predicted",
        among(select(whole, category -> category > 1), category -> category > 1));
    cases.put(
        "classes without samples that are predicted", select(whole, category -> category < 2));
    cases.put("one class only", select(whole, category -> category == 1));
    cases.put(
        "one class only, always right",
        new Predictions(
            List.of("a", "b", "c"), new int[] {1, 1}, new float[] {.1f, .8f, .1f, .2f, .5f, .3f}));
    cases.put(
        "one sample, wrong",
        new Predictions(MadeUp.names(3), new int[] {2}, new float[] {1, 0, 0}));
    cases.put("a single class", new Predictions(List.of("only"), new int[2], new float[] {1, 1}));
    return cases;
  }

  /** Probabilities as multiples of {@code 1 / steps}, so that many are equal. */
  private static Predictions rounded(Predictions from, int steps) {
    int classes = from.classes();
    float[] probabilities = new float[from.count() * classes];
    for (int sample = 0; sample < from.count(); sample++) {
      float left = 1;
      for (int category = 0; category < classes; category++) {
        float share = Math.round(from.probability(sample, category) * steps) / (float) steps;
        float kept = category == classes - 1 ? left : Math.min(left, share);
        probabilities[sample * classes + category] = kept;
        left -= kept;
      }
    }
    return new Predictions(from.classNames(), actual(from), probabilities);
  }

  /** The class after {@code category} predicted in its place. */
  private static Predictions without(Predictions from, int category) {
    int[] predicted =
        IntStream.range(0, from.count())
            .map(i -> from.predicted(i) == category ? category + 1 : from.predicted(i))
            .toArray();
    return new Predictions(from.classNames(), actual(from), predicted, probabilities(from));
  }

  /** The likeliest of these classes predicted. */
  private static Predictions among(Predictions from, IntPredicate classes) {
    int[] predicted =
        IntStream.range(0, from.count())
            .map(
                sample ->
                    IntStream.range(0, from.classes())
                        .filter(classes)
                        .boxed()
                        .max(Comparator.comparing(category -> from.probability(sample, category)))
                        .orElseThrow())
            .toArray();
    return new Predictions(from.classNames(), actual(from), predicted, probabilities(from));
  }

  private static Predictions select(Predictions from, IntPredicate classes) {
    int[] samples =
        IntStream.range(0, from.count()).filter(i -> classes.test(from.actual(i))).toArray();
    float[] probabilities = new float[samples.length * from.classes()];
    for (int i = 0; i < samples.length; i++) {
      for (int category = 0; category < from.classes(); category++) {
        probabilities[i * from.classes() + category] = from.probability(samples[i], category);
      }
    }
    return new Predictions(
        from.classNames(), Arrays.stream(samples).map(from::actual).toArray(), probabilities);
  }

  private static int[] actual(Predictions of) {
    return IntStream.range(0, of.count()).map(of::actual).toArray();
  }

  private static float[] probabilities(Predictions of) {
    float[] all = new float[of.count() * of.classes()];
    for (int i = 0; i < all.length; i++) {
      all[i] = of.probability(i / of.classes(), i % of.classes());
    }
    return all;
  }

  private JsonNode ask(List<Predictions> cases) throws IOException, InterruptedException {
    List<Map<String, Object>> asked =
        cases.stream()
            .map(
                of ->
                    Map.<String, Object>of(
                        "classes", of.classNames(),
                        "actual", actual(of),
                        "predicted", IntStream.range(0, of.count()).map(of::predicted).toArray(),
                        "probabilities", rows(of)))
            .toList();
    Path file = directory.resolve("cases.json");
    Files.write(
        file, new ObjectMapper().writeValueAsBytes(Map.of("cases", asked, "mcnemar", PAIRS)));
    return new ObjectMapper().readTree(Python.run("src/test/python/sklearn_scores.py", file));
  }

  private static float[][] rows(Predictions of) {
    float[][] rows = new float[of.count()][of.classes()];
    for (int sample = 0; sample < rows.length; sample++) {
      for (int category = 0; category < of.classes(); category++) {
        rows[sample][category] = of.probability(sample, category);
      }
    }
    return rows;
  }

  private static void compareOverall(String name, Scores scores, JsonNode expected) {
    assertThat(expected.size()).isGreaterThan(10);
    for (Map.Entry<String, JsonNode> number : expected.properties()) {
      double ours =
          switch (number.getKey()) {
            case "accuracy_low" -> scores.accuracyInterval().low();
            case "accuracy_high" -> scores.accuracyInterval().high();
            default -> scores.value(MeasureName.parse(number.getKey(), List.of()));
          };
      same(ours, number.getValue(), "%s, %s".formatted(number.getKey(), name));
    }
  }

  private static void compareClasses(String name, Scores scores, JsonNode expected) {
    for (int category = 0; category < scores.matrix().classes(); category++) {
      for (MeasureName.Measure measure : MeasureName.Measure.values()) {
        if (measure.ofClass()) {
          MeasureName number = new MeasureName(measure, Optional.of(category));
          same(
              scores.value(number),
              expected.get(measure.toString()).get(category),
              "%s[%d], %s".formatted(measure, category, name));
        }
      }
      assertThat(scores.report().classes().get(category).support())
          .isEqualTo(expected.get("support").get(category).longValue());
    }
  }

  private static void same(double ours, JsonNode expected, String what) {
    if (expected.isNull()) {
      assertThat(ours).as(what).isNaN();
    } else {
      assertThat(ours).as(what).isCloseTo(expected.doubleValue(), within(TOLERANCE));
    }
  }
}
