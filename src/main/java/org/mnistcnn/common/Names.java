package org.mnistcnn.common;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Things that people ask for by name: how Keras spells them, and what to say of others. */
public final class Names {

  private Names() {}

  /**
   * What is known under a name. As in Keras, {@code adamw} and {@code AdamW} are one name, and so
   * are {@code categorical_crossentropy} and {@code CategoricalCrossentropy}: neither case nor
   * underscores count.
   *
   * @param kind what it is, for the message, such as {@code optimizer}
   * @throws IllegalArgumentException if nothing has the name; the message lists the known names and
   *     says the nearest
   */
  public static <T> T find(String kind, String name, Map<String, T> known) {
    return known.entrySet().stream()
        .filter(entry -> plain(entry.getKey()).equals(plain(name)))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> SettingException.of("%s", unknown(kind, name, known.keySet())));
  }

  /**
   * The message for a name that is not known: {@code no optimizer adamv; did you mean adamw? There
   * are [adam, adamw]}. The nearest name is left out if it is not near: if more than a third of the
   * letters differ.
   */
  public static String unknown(String kind, String name, Collection<String> known) {
    String asked = plain(name);
    String advice =
        known.stream()
            .min(Comparator.comparingInt(candidate -> distance(asked, plain(candidate))))
            .filter(near -> 3 * distance(asked, plain(near)) <= Math.max(3, plain(near).length()))
            .map("did you mean %s? There are"::formatted)
            .orElse("there are");
    return "no %s %s; %s %s".formatted(kind, name, advice, known);
  }

  /**
   * Keras's way from a name in code to the name of a layer or a setting: {@code MaxPooling2D} to
   * max_pooling2d, {@code kernelSize} to kernel_size.
   */
  public static String snakeCase(String name) {
    return name.replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /** The constants of an enum in their order, by their names in lower case. */
  public static <E extends Enum<E>> Map<String, E> constants(Class<E> type) {
    Map<String, E> constants = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      constants.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
    return constants;
  }

  private static String plain(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's distance: the smallest number of letters to insert, delete or replace. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
