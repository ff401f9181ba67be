package org.mnistcnn.cli;

import java.util.function.Supplier;

/**
 * The checks that several groups of options share. Settings are named as in Java: {@link
 * CommonOptions#usage} makes options of them.
 */
final class OptionRules {

  private OptionRules() {}

  /**
   * Refuses an option that would do nothing.
   *
   * @param owner the option that it needs, with its values, without hyphens in front
   */
  static void requireEffect(boolean effective, String option, String owner) {
    if (!effective) {
      throw new IllegalArgumentException(
          "%s has no effect here: it belongs to --%s".formatted(option, owner));
    }
  }

  /** What is made of an option that the type it goes into calls {@code setting}. */
  static <T> T named(String option, String setting, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(setting + " ")
          ? new IllegalArgumentException(option + message.substring(setting.length()), e)
          : e;
    }
  }
}
