package org.mnistcnn.interop;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** What to say of a name that is not known. */
final class Spelling {

  private Spelling() {}

  /** A refusal that lists the known names and the one that was probably meant. */
  static IllegalArgumentException unknown(String what, String name, Collection<String> known) {
    return new IllegalArgumentException(
        "unknown %s %s%s; known are %s"
            .formatted(
                what,
                name,
                nearest(name, known).map(" (did you mean %s?)"::formatted).orElse(""),
                String.join(", ", new TreeSet<>(known))));
  }

  /** The known name that is at most a third of {@code name} away from it, in edits. */
  static Optional<String> nearest(String name, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.<String>comparingInt(other -> edits(name, other))
                .thenComparing(other -> other))
        .filter(other -> edits(name, other) <= Math.max(1, name.length() / 3));
  }

  /**
   * The least number of letters to insert, delete or replace that makes one word of another
   * (Levenshtein 1966), whatever their case.
   */
  private static int edits(String from, String to) {
    String source = from.toLowerCase(Locale.ROOT);
    String target = to.toLowerCase(Locale.ROOT);
    int[] row = new int[target.length() + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column;
    }
    for (int line = 1; line <= source.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column < row.length; column++) {
        int replaced = diagonal + (source.charAt(line - 1) == target.charAt(column - 1) ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
      }
    }
    return row[target.length()];
  }
}
