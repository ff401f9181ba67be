package org.mnistcnn.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.read.DatasetSummary;
import org.mnistcnn.data.read.Duplicates;

/** What {@code data} tells of a data set, as text and as JSON. */
record DataDescription(Path path, DatasetSummary summary, Duplicates duplicates) {

  private static final int MOST_CLASSES = 40;
  private static final int MOST_FILES = 20;
  private static final int MOST_SIZES = 8;

  private record Count(String name, int training, int validation, int test) {}

  private List<Count> counts() {
    Dataset training = summary.data().training();
    int[] first = counts(training);
    int[] watched =
        summary.data().validation().map(DataDescription::counts).orElse(new int[first.length]);
    int[] second = counts(summary.data().test());
    List<Count> counts = new ArrayList<>();
    for (int i = 0; i < first.length; i++) {
      counts.add(new Count(training.classNames().get(i), first[i], watched[i], second[i]));
    }
    return counts;
  }

  private static int[] counts(Dataset images) {
    int[] counts = new int[images.classNames().size()];
    for (int label : images.labels()) {
      counts[label]++;
    }
    return counts;
  }

  void print(PrintWriter out) {
    Dataset training = summary.data().training();
    ImageShape shape = training.imageShape();
    out.printf("%s: %s%n", path, summary.kind());
    row(out, "training images", "%,d", training.count());
    summary.data().validation().ifPresent(images -> row(out, "validation", "%,d", images.count()));
    row(out, "test images", "%,d", summary.data().test().count());
    row(
        out,
        "image size",
        "%d x %d, %s",
        shape.width(),
        shape.height(),
        shape.channels() == 1 ? "grey" : shape.channels() + " channels");
    long bytes =
        training.bytes()
            + summary.data().validation().map(Dataset::bytes).orElse(0L)
            + summary.data().test().bytes();
    row(out, "decoded", "%,.1f MB", bytes / 1e6);
    if (summary.sizes().size() > 1) {
      row(out, "sizes", "%d: %s; train needs --image-size", summary.sizes().size(), sizes());
    }
    if (summary.grey() > 0 && summary.color() > 0) {
      row(
          out,
          "colour",
          "%,d grey, %,d in colour; train needs --channels",
          summary.grey(),
          summary.color());
    }
    printClasses(out);
    printDuplicates(out);
    printFiles(out);
  }

  private String sizes() {
    return summary.sizes().entrySet().stream()
            .limit(MOST_SIZES)
            .map(size -> String.format(Locale.ROOT, "%s (%,d)", size.getKey(), size.getValue()))
            .collect(Collectors.joining(", "))
        + (summary.sizes().size() > MOST_SIZES ? ", ..." : "");
  }

  private void printClasses(PrintWriter out) {
    List<Count> counts = counts();
    int least = counts.stream().mapToInt(Count::training).min().orElse(0);
    int most = counts.stream().mapToInt(Count::training).max().orElse(0);
    row(out, "classes", "%,d, of %,d to %,d training images", counts.size(), least, most);
    int width = counts.stream().mapToInt(count -> count.name().length()).max().orElse(0);
    boolean watched = summary.data().validation().isPresent();
    String format =
        "  %%1$-%ds %%2$,10d%s %%4$,10d%%n"
            .formatted(Math.max(5, Math.min(40, width)), watched ? " %3$,10d" : "");
    String head = format.replace(",10d", "10s");
    out.printf(head, "class", "training", "validation", "test");
    for (Count count : counts.subList(0, Math.min(MOST_CLASSES, counts.size()))) {
      out.printf(
          Locale.ROOT, format, count.name(), count.training(), count.validation(), count.test());
    }
    if (counts.size() > MOST_CLASSES) {
      out.printf(Locale.ROOT, "  and %,d more (--json)%n", counts.size() - MOST_CLASSES);
    }
    counts.stream()
        .filter(count -> count.training() == 0)
        .limit(MOST_CLASSES)
        .forEach(count -> out.printf("  no training image of class %s%n", count.name()));
  }

  private void printDuplicates(PrintWriter out) {
    row(
        out,
        "duplicates",
        "%,d in the training set, %,d in the test set, %,d test images are in the training set;"
            + " %,d of all these with another class",
        duplicates.withinTraining(),
        duplicates.withinTest(),
        duplicates.across(),
        duplicates.conflicting());
    duplicates.examples().forEach(example -> out.println("  " + example));
  }

  private void printFiles(PrintWriter out) {
    List<String> unreadable = summary.unreadable();
    row(out, "unreadable", "%,d", unreadable.size());
    unreadable.stream().limit(MOST_FILES).forEach(file -> out.println("  " + file));
    if (unreadable.size() > MOST_FILES) {
      out.printf(Locale.ROOT, "  and %,d more (--json)%n", unreadable.size() - MOST_FILES);
    }
  }

  private static void row(PrintWriter out, String what, String format, Object... values) {
    out.printf("%-16s %s%n", what, String.format(Locale.ROOT, format, values));
  }

  /** The same for programs, whole: every class and every file. */
  Map<String, Object> json() {
    ImageShape shape = summary.data().training().imageShape();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", path.toString());
    json.put("kind", summary.kind());
    json.put("training", summary.data().training().count());
    summary.data().validation().ifPresent(images -> json.put("validation", images.count()));
    json.put("test", summary.data().test().count());
    json.put("height", shape.height());
    json.put("width", shape.width());
    json.put("channels", shape.channels());
    Map<String, Integer> sizes = new LinkedHashMap<>();
    summary.sizes().forEach((size, count) -> sizes.put(size.toString(), count));
    json.put("sizes", sizes);
    json.put("grey", summary.grey());
    json.put("colour", summary.color());
    List<Map<String, Object>> classes = new ArrayList<>();
    for (Count count : counts()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", count.name());
      one.put("training", count.training());
      summary.data().validation().ifPresent(images -> one.put("validation", count.validation()));
      one.put("test", count.test());
      classes.add(one);
    }
    json.put("classes", classes);
    json.put("duplicates", duplicates);
    json.put("unreadable", summary.unreadable());
    json.put("other_files", summary.otherFiles());
    return json;
  }
}
