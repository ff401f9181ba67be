package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.gates.Baseline;
import org.mnistcnn.gates.Gate;
import org.mnistcnn.gates.GateResults;
import org.mnistcnn.gates.Gates;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.report.PredictionsCsv;
import picocli.CommandLine.Option;

/** The bounds that a model must keep for the command to succeed. */
final class GateOptions {

  /** They decide nothing of what is learned. */
  static final Set<String> NAMES =
      Set.of("--fail-under", "--fail-over", "--max-drop", "--gates", "--baseline");

  /** What the program ends with when a gate failed. */
  static final int FAILED = 3;

  @Option(
      names = "--fail-under",
      paramLabel = "MEASURE=N",
      description =
          "Exit with 3 if a measure is under N: accuracy=0.99, recall[8]=0.97; may be repeated.")
  private List<String> failUnder = List.of();

  @Option(
      names = "--fail-over",
      paramLabel = "MEASURE=N",
      description = "Exit with 3 if a measure is over N: ece=0.02; may be repeated.")
  private List<String> failOver = List.of();

  @Option(
      names = "--max-drop",
      paramLabel = "MEASURE=N",
      description =
          "Exit with 3 if a measure is worse than the --baseline's by more than N, unless McNemar's"
              + " test takes that for noise; may be repeated.")
  private List<String> maxDrop = List.of();

  @Option(
      names = "--gates",
      paramLabel = "FILE",
      description =
          "More of all three, as JSON: {\"fail_under\": {\"accuracy\": 0.99}, \"max_drop\": ...}.")
  private @Nullable Path file;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description =
          "The metrics.json of an earlier report; predictions.csv beside it is read for McNemar's"
              + " test.")
  private @Nullable Path baseline;

  /**
   * The gates, all of measures and classes that there are.
   *
   * @throws IllegalArgumentException if one is wrong, or names what is not there
   * @throws IOException if a file can't be read
   */
  Optional<Gates> gates(List<String> classNames) throws IOException {
    List<Gate> gates = new ArrayList<>();
    failUnder.forEach(text -> gates.add(Gate.parse(Gate.Kind.FAIL_UNDER, text)));
    failOver.forEach(text -> gates.add(Gate.parse(Gate.Kind.FAIL_OVER, text)));
    maxDrop.forEach(text -> gates.add(Gate.parse(Gate.Kind.MAX_DROP, text)));
    if (file != null) {
      gates.addAll(Gates.read(file));
      if (gates.isEmpty()) {
        throw new IllegalArgumentException(file + ": there is no gate in it");
      }
    }
    Optional<Baseline> earlier =
        baseline == null ? Optional.empty() : Optional.of(read(baseline, classNames));
    if (gates.isEmpty() && earlier.isEmpty()) {
      return Optional.empty();
    }
    Gates all = new Gates(gates, earlier);
    all.requireKnown(classNames);
    return Optional.of(all);
  }

  private static Baseline read(Path metrics, List<String> classNames) throws IOException {
    Path predictions = metrics.resolveSibling("predictions.csv");
    Optional<Predictions> known =
        Files.exists(predictions)
            ? Optional.of(PredictionsCsv.read(predictions, Optional.of(classNames)))
            : Optional.empty();
    return Baseline.read(metrics, known);
  }

  /** Prints every value with its bound; returns the exit code. */
  static int print(PrintWriter out, Optional<GateResults> results) {
    if (results.isEmpty()) {
      return 0;
    }
    out.println("Gates:");
    results.get().results().forEach(result -> out.println("  " + result));
    return results.get().passed() ? 0 : FAILED;
  }
}
