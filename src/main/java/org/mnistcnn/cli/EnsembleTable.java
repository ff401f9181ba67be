package org.mnistcnn.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.mnistcnn.metrics.McNemar;
import org.mnistcnn.report.ReportInput;

/** An ensemble beside its members, for the console. */
final class EnsembleTable {

  private EnsembleTable() {}

  /**
   * Prints a row for the ensemble, one for the mean of its members and one for each member: its
   * weight, how good it is, how many images only it or only the ensemble gets right, and McNemar's
   * test of these two numbers.
   *
   * @param tested the ensemble, then its members
   * @param shares the weight of each member
   */
  static void print(PrintWriter out, List<ReportInput> tested, List<Double> shares) {
    int width = tested.stream().mapToInt(row -> row.name().length()).max().orElse(0);
    String name = "%-" + Math.max(width, "mean of members".length()) + "s";
    ReportInput ensemble = tested.get(0);
    List<ReportInput> members = tested.subList(1, tested.size());
    out.printf(Locale.ROOT, "%nTest set, %,d images:%n%n", ensemble.predictions().count());
    out.printf(
        name + "  %8s  %8s  %8s  %6s  %10s  %13s  %11s%n",
        "",
        "weight",
        "loss",
        "accuracy",
        "errors",
        "only right",
        "only ensemble",
        "McNemar's p");
    out.println(row(name, ensemble, ""));
    out.printf(
        Locale.ROOT,
        name + "  %8s  %8.4f  %8.4f  %6.1f%n",
        "mean of members",
        "",
        mean(members, row -> row.scores().loss()),
        mean(members, row -> row.scores().report().accuracy()),
        mean(members, EnsembleTable::errors));
    for (int i = 0; i < members.size(); i++) {
      McNemar test = McNemar.of(ensemble.predictions(), members.get(i).predictions());
      out.printf(
          Locale.ROOT,
          "%s  %10d  %13d  %11.2g%n",
          row(name, members.get(i), String.format(Locale.ROOT, "%.4f", shares.get(i))),
          test.onlySecond(),
          test.onlyFirst(),
          test.pValue());
    }
    out.println();
  }

  private static String row(String name, ReportInput tested, String share) {
    return String.format(
        Locale.ROOT,
        name + "  %8s  %8.4f  %8.4f  %6d",
        tested.name(),
        share,
        tested.scores().loss(),
        tested.scores().report().accuracy(),
        errors(tested));
  }

  private static long errors(ReportInput tested) {
    long errors = 0;
    for (int sample = 0; sample < tested.predictions().count(); sample++) {
      errors += tested.predictions().correct(sample) ? 0 : 1;
    }
    return errors;
  }

  private static double mean(List<ReportInput> members, ToDoubleFunction<ReportInput> measure) {
    return members.stream().mapToDouble(measure).average().orElse(Double.NaN);
  }
}
