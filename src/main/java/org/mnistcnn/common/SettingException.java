package org.mnistcnn.common;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A setting that breaks a rule. Its message names settings as Java does, {@code batchSize must be
 * at least 1, got 0}; who knows them under other names, as a command line does, asks for {@link
 * #message}.
 */
public final class SettingException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  /** A setting's name within a template, in braces, or a brace that {@link #literal} wrote. */
  private static final Pattern NAME = Pattern.compile("\\{\\{|\\{([a-z][A-Za-z0-9]*)}");

  /** The texts around the names of settings: one more than there are names. */
  private final ArrayList<String> texts;

  private final ArrayList<String> settings;

  private SettingException(List<String> texts, List<String> settings) {
    super(joined(texts, settings, UnaryOperator.identity()));
    this.texts = new ArrayList<>(texts);
    this.settings = new ArrayList<>(settings);
  }

  /**
   * One setting breaks a rule of its own.
   *
   * @param setting the setting's name in Java
   * @param rule the rest of the sentence: {@code must be at least 1, got 0}
   */
  public SettingException(String setting, String rule) {
    this(List.of("", " " + rule), List.of(setting));
  }

  /**
   * A rule that names settings anywhere.
   *
   * @param template the sentence, with the names of settings in braces and {@code %s} for values:
   *     {@code {topK} must be less than the number of classes, %d, got %d}
   */
  public static SettingException of(String template, Object... values) {
    List<String> texts = new ArrayList<>();
    List<String> settings = new ArrayList<>();
    // Values may contain braces of their own, so the template is cut before they are put in.
    Matcher matcher = NAME.matcher(template);
    StringBuilder text = new StringBuilder();
    int from = 0;
    int used = 0;
    while (true) {
      boolean found = matcher.find();
      String part = template.substring(from, found ? matcher.start() : template.length());
      int count = placeholders(part);
      Object[] own = new Object[count];
      System.arraycopy(values, used, own, 0, count);
      used += count;
      text.append(String.format(Locale.ROOT, part, own));
      if (found && matcher.group().equals("{{")) {
        text.append('{');
      } else {
        texts.add(text.toString());
        text.setLength(0);
        if (!found) {
          return new SettingException(texts, settings);
        }
        settings.add(matcher.group(1));
      }
      from = matcher.end();
    }
  }

  /** A text as a part of a template, whatever signs it has. */
  public static String literal(String text) {
    return text.replace("%", "%%").replace("{", "{{");
  }

  /** A failure whose message names no setting, or names them already. */
  public static SettingException of(IllegalArgumentException refused) {
    return refused instanceof SettingException named
        ? named
        : of("%s", String.valueOf(refused.getMessage()));
  }

  private static int placeholders(String part) {
    int count = 0;
    for (int i = 0; i < part.length(); i++) {
      if (part.charAt(i) == '%') {
        boolean escaped = i + 1 < part.length() && part.charAt(i + 1) == '%';
        count += escaped ? 0 : 1;
        i += escaped ? 1 : 0;
      }
    }
    return count;
  }

  /**
   * A setting that would do nothing.
   *
   * @param setting what was set
   * @param owner the setting that it needs
   * @param values the values of {@code owner} with which it has an effect; empty for any
   */
  public static SettingException withoutEffect(String setting, String owner, String values) {
    return of(
        "{" + setting + "} has no effect here: it belongs to {" + owner + "}%s",
        values.isEmpty() ? "" : " " + values);
  }

  /**
   * What is made of a setting that the type it goes into calls something else.
   *
   * @param inner what that type calls it
   * @param setting its own name
   */
  public static <T> T renamed(String inner, String setting, Supplier<T> made) {
    try {
      return made.get();
    } catch (SettingException e) {
      List<String> names =
          e.settings.stream().map(name -> name.equals(inner) ? setting : name).toList();
      throw new SettingException(e.texts, names);
    }
  }

  /** The settings that the message names, in its order. */
  public List<String> settings() {
    return List.copyOf(settings);
  }

  /**
   * The message in other words for settings.
   *
   * @param name makes of a setting's name in Java the one that the reader knows
   */
  public String message(UnaryOperator<String> name) {
    return joined(texts, settings, name);
  }

  private static String joined(
      List<String> texts, List<String> settings, UnaryOperator<String> name) {
    StringBuilder message = new StringBuilder(texts.get(0));
    for (int i = 0; i < settings.size(); i++) {
      message.append(name.apply(settings.get(i))).append(texts.get(i + 1));
    }
    return message.toString();
  }
}
