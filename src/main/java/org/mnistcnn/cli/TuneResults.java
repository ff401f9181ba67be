package org.mnistcnn.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mnistcnn.charts.Charts;
import org.mnistcnn.charts.Picture;
import org.mnistcnn.charts.Trials;
import org.mnistcnn.common.AtomicFile;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.search.Domain;
import org.mnistcnn.search.Importance;
import org.mnistcnn.search.Leaderboard;
import org.mnistcnn.search.Parameter;
import org.mnistcnn.search.SearchPlan;
import org.mnistcnn.search.Trial;
import org.mnistcnn.search.TrialResult;
import org.mnistcnn.search.TrialTable;

/** What a search shows and writes in the end. */
final class TuneResults {

  private static final int SHOWN = 10;

  private final SearchPlan plan;
  private final TrialTable table;
  private final Outputs outputs;
  private final PrintWriter out;
  private final Leaderboard board;

  TuneResults(SearchPlan plan, TrialTable table, Outputs outputs, PrintWriter out) {
    this.plan = plan;
    this.table = table;
    this.outputs = outputs;
    this.out = out;
    this.board = Leaderboard.of(plan.objective(), table.trials());
  }

  /** A trial's settings on one line. */
  static String settings(Trial trial) {
    return trial.description().settings().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  /** Prints the leaderboard and writes all files. */
  void write() throws IOException {
    Importance importance =
        Importance.of(plan.space(), plan.scheduler(), plan.objective(), table.trials());
    print(importance);
    Path directory = outputs.run();
    List<Path> written = new ArrayList<>();
    written.add(text(directory.resolve("leaderboard.csv"), board.csv(plan.space())));
    written.add(text(directory.resolve("importance.csv"), importance.csv()));
    Optional<Trial> best = board.best();
    if (best.isPresent()) {
      Map<String, String> options = TrialTraining.options(best.get().description());
      String json =
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(options);
      written.add(text(directory.resolve("best.json"), json + "\n"));
      for (Picture picture : Charts.ofTrials(trials(importance))) {
        written.add(picture.write(directory).png());
      }
    }
    out.println();
    Console.printWritten(out, written);
  }

  /**
   * Tests the winner, once: a search that is gone on with does not test the same trial again.
   *
   * @throws IOException if there is no winner
   */
  void test(TrialTraining runner, Dataset test) throws IOException {
    Optional<Trial> found = board.best();
    if (found.isEmpty()) {
      throw new IOException(
          "no trial has a result; the last one failed: "
              + table.trials().stream()
                  .reduce((first, second) -> second)
                  .flatMap(Trial::result)
                  .map(TrialResult::reason)
                  .orElse("there was none"));
    }
    Trial winner = found.get();
    int id = winner.description().id();
    if (!winner.isDone()) {
      out.printf(
          "%nNo trial came to its end, so that there is no model to test; best.json trains the"
              + " best one to its end%n");
      return;
    }
    Optional<Map<String, Double>> known = table.test(id);
    Map<String, Double> measures =
        known.isPresent() ? known.get() : runner.test(winner.description(), test);
    if (known.isEmpty()) {
      table.tested(id, measures);
    }
    out.printf(
        Locale.ROOT,
        "%nTrial %d, which validation chose, on the test set: loss %.4f, accuracy %.4f%n",
        id,
        measures.getOrDefault("loss", Double.NaN),
        measures.getOrDefault("accuracy", Double.NaN));
    out.printf(
        "Train it again, export it and chart it with: mnist-cnn train --config %s%n",
        outputs.run().resolve("best.json"));
  }

  private void print(Importance importance) {
    List<Trial> trials = table.trials();
    long failed = trials.stream().filter(Trial::isFailed).count();
    out.printf(
        Locale.ROOT,
        "%n%d trials (%d to their end, %d stopped early, %d failed), %d epochs, %.0f s of"
            + " training%n%n",
        trials.size(),
        trials.stream().filter(Trial::isDone).count(),
        trials.stream().filter(trial -> trial.isMeasured() && !trial.isDone()).count(),
        failed,
        trials.stream().mapToInt(Trial::epochs).sum(),
        trials.stream().mapToDouble(Trial::seconds).sum());
    out.printf("rank  trial  %-12s  epochs  settings%n", plan.objective().key());
    int rank = 0;
    for (Trial trial : board.ranked()) {
      if (rank == SHOWN || !trial.isMeasured()) {
        break;
      }
      rank++;
      out.printf(
          Locale.ROOT,
          "%4d  %5d  %-12.4f  %6d  %s%n",
          rank,
          trial.description().id(),
          trial.value(plan.objective()),
          trial.epochs(),
          settings(trial));
    }
    if (!importance.shares().isEmpty()) {
      out.printf(
          "%nShare of the variance that is due to each parameter alone (%d trials%s): %s%n",
          importance.trials(),
          importance.epochs() == 0 ? "" : ", after %d epoch(s)".formatted(importance.epochs()),
          importance.shares().entrySet().stream()
              .map(
                  entry ->
                      String.format(
                          Locale.ROOT, "%s %.0f %%", entry.getKey(), 100 * entry.getValue()))
              .collect(Collectors.joining(", ")));
    }
  }

  /** What the charts show: the most important parameters first. */
  private Trials trials(Importance importance) {
    List<Parameter> parameters = new ArrayList<>(plan.space().searched());
    List<String> order = new ArrayList<>(importance.shares().keySet());
    if (!order.isEmpty()) {
      parameters.sort(
          (one, other) -> Integer.compare(order.indexOf(one.name()), order.indexOf(other.name())));
    }
    List<Trials.Axis> axes = new ArrayList<>();
    for (Parameter parameter : parameters) {
      axes.add(new Trials.Axis(parameter.name(), marks(parameter.domain())));
    }
    List<Trials.TrialPoint> rows = new ArrayList<>();
    for (Trial trial : table.trials()) {
      List<Double> positions = new ArrayList<>();
      for (Parameter parameter : parameters) {
        String value = trial.description().settings().get(parameter.name());
        positions.add(value == null ? Double.NaN : parameter.domain().positionOf(value));
      }
      rows.add(
          new Trials.TrialPoint(
              trial.description().id(),
              trial.isMeasured() ? trial.value(plan.objective()) : Double.NaN,
              trial.isDone(),
              positions));
    }
    return new Trials(
        outputs.name(), plan.objective().key(), plan.objective().isMaximized(), axes, rows);
  }

  private static List<Trials.Mark> marks(Domain domain) {
    List<Trials.Mark> marks = new ArrayList<>();
    if (domain instanceof Domain.Choice choice) {
      choice.values().forEach(value -> marks.add(new Trials.Mark(domain.positionOf(value), value)));
      return marks;
    }
    for (double position : new double[] {0, 0.5, 1}) {
      String value = domain.valueAt(position);
      // Three digits are enough beside an axis.
      String shown =
          value.contains(".")
              ? new BigDecimal(value).round(new MathContext(3)).toPlainString()
              : value;
      if (marks.stream().noneMatch(other -> other.text().equals(shown))) {
        marks.add(new Trials.Mark(domain.positionOf(value), shown));
      }
    }
    return marks;
  }

  private static Path text(Path file, String text) throws IOException {
    AtomicFile.write(file, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
    return file;
  }
}
