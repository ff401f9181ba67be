package org.mnistcnn.cli.options;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The bounds that a model must keep for the command to succeed. */
public final class GateOptions {

  @Option(
      names = "--fail-under",
      paramLabel = "MEASURE=N",
      description =
          "Exit with 3 if a measure is under N: accuracy=0.99, recall[8]=0.97; may be repeated.")
  List<String> failUnder = List.of();

  @Option(
      names = "--fail-over",
      paramLabel = "MEASURE=N",
      description = "Exit with 3 if a measure is over N: ece=0.02; may be repeated.")
  List<String> failOver = List.of();

  @Option(
      names = "--max-drop",
      paramLabel = "MEASURE=N",
      description =
          "Exit with 3 if a measure is worse than the --baseline's by more than N, unless McNemar's"
              + " test takes that for noise; may be repeated.")
  List<String> maxDrop = List.of();

  @Option(
      names = "--gates",
      paramLabel = "FILE",
      description =
          "More of all three, as JSON: {\"fail_under\": {\"accuracy\": 0.99}, \"max_drop\": ...}.")
  @Nullable Path file;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description =
          "The metrics.json of an earlier report; predictions.csv beside it is read for McNemar's"
              + " test.")
  @Nullable Path baseline;
}
