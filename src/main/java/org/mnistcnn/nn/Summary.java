package org.mnistcnn.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/** A model as Keras's {@code summary()} shows it, in plain characters. */
final class Summary {

  private static final List<String> HEADER = List.of("Layer (type)", "Output Shape", "Param #");

  private final Model model;

  Summary(Model model) {
    this.model = model;
  }

  @Override
  public String toString() {
    List<List<String>> rows = new ArrayList<>();
    for (Model.Node node : model.nodes()) {
      rows.add(
          List.of(
              "%s (%s)".formatted(node.name(), node.layer().className()),
              withBatch(node.outputShape()),
              grouped(parameters(node.weights()))));
    }
    int[] widths =
        IntStream.range(0, HEADER.size())
            .map(
                column ->
                    Math.max(
                        HEADER.get(column).length(),
                        rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)))
            .toArray();
    long parameters = parameters(model.weights());
    long trainable = parameters(model.weights().stream().filter(Weight::trainable).toList());
    String rule = "-".repeat(Arrays.stream(widths).sum() + 2 * (widths.length - 1));
    return rows.stream()
        .map(row -> line(row, widths))
        .collect(
            Collectors.joining(
                "\n",
                line(HEADER, widths) + "\n" + rule + "\n",
                "\n"
                    + rule
                    + "\nTotal params: "
                    + grouped(parameters)
                    + "\nTrainable params: "
                    + grouped(trainable)
                    + "\nNon-trainable params: "
                    + grouped(parameters - trainable)));
  }

  private static long parameters(List<Weight> weights) {
    return weights.stream().mapToLong(weight -> weight.shape().size()).sum();
  }

  private static String line(List<String> cells, int[] widths) {
    return String.format(
        Locale.ROOT,
        "%-" + widths[0] + "s  %-" + widths[1] + "s  %" + widths[2] + "s",
        cells.get(0),
        cells.get(1),
        cells.get(2));
  }

  private static String withBatch(Shape shape) {
    return Arrays.stream(shape.asArray())
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "(None, ", ")"));
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
