package org.mnistcnn.app.tune;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mnistcnn.app.Outputs;
import org.mnistcnn.charts.Charts;
import org.mnistcnn.charts.Picture;
import org.mnistcnn.charts.Trials;
import org.mnistcnn.common.AtomicFile;
import org.mnistcnn.common.Json;
import org.mnistcnn.search.Domain;
import org.mnistcnn.search.Importance;
import org.mnistcnn.search.Leaderboard;
import org.mnistcnn.search.Parameter;
import org.mnistcnn.search.SearchPlan;
import org.mnistcnn.search.Trial;
import org.mnistcnn.search.TrialTable;

/** The files that a search leaves beside its trials. */
final class SearchFiles {

  private final SearchPlan plan;
  private final TrialTable table;
  private final Outputs outputs;
  private final Leaderboard board;
  private final Importance importance;

  SearchFiles(SearchPlan plan, TrialTable table, Outputs outputs) {
    this.plan = plan;
    this.table = table;
    this.outputs = outputs;
    this.board = Leaderboard.of(plan.objective(), table.trials());
    this.importance =
        Importance.of(plan.space(), plan.scheduler(), plan.objective(), table.trials());
  }

  Leaderboard board() {
    return board;
  }

  Importance importance() {
    return importance;
  }

  /** The settings of the best trial as a file that trains it again; empty if there is none. */
  Optional<Path> best() {
    return board.best().map(trial -> outputs.run().resolve("best.json"));
  }

  List<Path> write() throws IOException {
    Path directory = outputs.run();
    List<Path> written = new ArrayList<>();
    written.add(text(directory.resolve("leaderboard.csv"), board.csv(plan.space())));
    written.add(text(directory.resolve("importance.csv"), importance.csv()));
    Optional<Trial> best = board.best();
    if (best.isPresent()) {
      written.add(
          text(
              directory.resolve("best.json"),
              Json.pretty(TrialTraining.texts(best.get().description()))));
      for (Picture picture : Charts.ofTrials(trials())) {
        written.add(picture.write(directory).png());
      }
    }
    return written;
  }

  /** What the charts show: the most important parameters first. */
  private Trials trials() {
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
    AtomicFile.write(file, text);
    return file;
  }
}
