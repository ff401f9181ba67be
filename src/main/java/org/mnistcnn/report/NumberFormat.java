package org.mnistcnn.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them; a dash is what is not defined. */
final class NumberFormat {

  private static final String NONE = "\u2013";

  private NumberFormat() {}

  /** {@code 99.13 %}. */
  static String percent(double share) {
    return Double.isNaN(share) ? NONE : String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  /** {@code 0.9913}; {@code 0.999972} where four digits would say 1. */
  static String four(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    boolean nearlyOne = value < 1 && value >= 0.99995;
    return String.format(Locale.ROOT, nearlyOne ? "%.6f" : "%.4f", value);
  }

  /** Five digits that count: {@code 0.012346}, {@code 0.001}. */
  static String significant(double value) {
    return !Double.isFinite(value)
        ? Double.isNaN(value) ? NONE : Double.toString(value)
        : BigDecimal.valueOf(value).round(new MathContext(5)).stripTrailingZeros().toString();
  }

  /** {@code +0.0012}. */
  static String signed(double value) {
    return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%+.4f", value);
  }

  /** {@code 10,000}. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code 12.3 s}. */
  static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f s", value);
  }

  /** {@code accuracy} as {@code Accuracy}, {@code macro_auc} as {@code Macro AUC}. */
  static String name(String measure) {
    String words =
        measure
            .replace('_', ' ')
            .replaceAll("\\bauc\\b", "AUC")
            .replaceAll("\\bap\\b", "average precision")
            .replaceAll("\\bf1\\b", "F1")
            .replaceAll("^ece$", "Expected calibration error (ECE)")
            .replaceAll("^mcc$", "Matthews correlation (MCC)")
            .replaceAll("^kappa$", "Cohen's kappa")
            .replaceAll("^brier$", "Brier score");
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
