package org.mnistcnn.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The name of one number of {@link Scores}: {@code accuracy}, or {@code recall[8]} for a class.
 *
 * @param measure which number
 * @param category the index of the class it is of; empty for a number of the whole
 */
public record MeasureName(Measure measure, Optional<Integer> category) {

  /** The numbers there are. */
  public enum Measure {
    ACCURACY(false, true),
    LOSS(false, false),
    LOG_LOSS(false, false),
    BRIER(false, false),
    ECE(false, false),
    TOP_2_ACCURACY(false, true),
    TOP_3_ACCURACY(false, true),
    MACRO_PRECISION(false, true),
    MACRO_RECALL(false, true),
    MACRO_F1(false, true),
    WEIGHTED_PRECISION(false, true),
    WEIGHTED_RECALL(false, true),
    WEIGHTED_F1(false, true),
    MACRO_AUC(false, true),
    WEIGHTED_AUC(false, true),
    MACRO_AP(false, true),
    KAPPA(false, true),
    MCC(false, true),
    PRECISION(true, true),
    RECALL(true, true),
    F1(true, true),
    AUC(true, true),
    AP(true, true);

    private final boolean ofClass;
    private final boolean higherIsBetter;

    Measure(boolean ofClass, boolean higherIsBetter) {
      this.ofClass = ofClass;
      this.higherIsBetter = higherIsBetter;
    }

    /** Whether there is one number per class. */
    public boolean ofClass() {
      return ofClass;
    }

    /** Whether more of it is better; of losses and errors, less is. */
    public boolean higherIsBetter() {
      return higherIsBetter;
    }

    /** Whether it is a mean in which every class counts the same. */
    public boolean isMacroMean() {
      return name().startsWith("MACRO_");
    }

    /** The name in files and on the command line, such as {@code log_loss}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public MeasureName {
    if (measure.ofClass() != category.isPresent()) {
      throw new IllegalArgumentException(
          measure.ofClass()
              ? "%s is a measure of a class: name one, such as %s[0]".formatted(measure, measure)
              : "%s is not a measure of a class: leave out what is in brackets".formatted(measure));
    }
  }

  /**
   * Parses a name.
   *
   * @param text such as {@code recall[cat]}; the class by its name, or by its number where no class
   *     has that name
   * @param classNames the name of class 0, 1, ...
   * @throws IllegalArgumentException if there is no such measure or class; the message lists those
   *     there are
   */
  public static MeasureName parse(String text, List<String> classNames) {
    int bracket = text.indexOf('[');
    boolean closed = bracket >= 0 && text.endsWith("]");
    String name = closed ? text.substring(0, bracket) : text;
    Measure measure =
        Arrays.stream(Measure.values())
            .filter(known -> known.toString().equals(name))
            .findFirst()
            .orElseThrow(() -> unknown(text));
    Optional<Integer> category =
        closed
            ? Optional.of(category(text.substring(bracket + 1, text.length() - 1), classNames))
            : Optional.empty();
    return new MeasureName(measure, category);
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(
        "there is no measure \"%s\"; there are %s"
            .formatted(
                text,
                Arrays.stream(Measure.values())
                    .map(known -> known.ofClass() ? known + "[CLASS]" : known.toString())
                    .collect(Collectors.joining(", "))));
  }

  private static int category(String name, List<String> classNames) {
    int index = classNames.indexOf(name);
    if (index < 0 && name.matches("[0-9]{1,6}")) {
      index = Integer.parseInt(name);
    }
    if (index < 0 || index >= classNames.size()) {
      String some = String.join(", ", classNames.subList(0, Math.min(20, classNames.size())));
      throw new IllegalArgumentException(
          "there is no class \"%s\"; there are %s%s"
              .formatted(name, some, classNames.size() > 20 ? ", ..." : ""));
    }
    return index;
  }

  /** The name with that of its class, such as {@code recall[cat]}. */
  public String text(List<String> classNames) {
    return category
        .map(c -> "%s[%s]".formatted(measure, classNames.get(c)))
        .orElse(measure.toString());
  }
}
