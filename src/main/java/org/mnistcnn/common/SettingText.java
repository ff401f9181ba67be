package org.mnistcnn.common;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence that names settings. To Java they go by the names of components; who knows them under
 * other names, as a command line does, asks for {@link #with}.
 */
public final class SettingText implements Serializable {

  private static final long serialVersionUID = 1;

  /** A setting's name within a template, in braces, or a brace that {@link #literal} wrote. */
  private static final Pattern NAME = Pattern.compile("\\{\\{|\\{([a-z][A-Za-z0-9]*)}");

  /** The texts around the names of settings: one more than there are names. */
  private final ArrayList<String> texts;

  private final ArrayList<String> settings;

  SettingText(List<String> texts, List<String> settings) {
    this.texts = new ArrayList<>(texts);
    this.settings = new ArrayList<>(settings);
  }

  /** An exception whose message is such a text. */
  public interface Message {

    /** The message. */
    SettingText text();
  }

  /**
   * Puts values into a sentence.
   *
   * @param template the sentence, with the names of settings in braces and {@code %s} for values:
   *     {@code {topK} must be less than the number of classes, %d, got %d}
   */
  public static SettingText of(String template, Object... values) {
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
          return new SettingText(texts, settings);
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

  /** The settings that it names, in its order. */
  public List<String> settings() {
    return List.copyOf(settings);
  }

  /** The same with one name for another. */
  SettingText renamed(String from, String to) {
    return new SettingText(
        texts, settings.stream().map(name -> name.equals(from) ? to : name).toList());
  }

  /**
   * The sentence in other words for settings.
   *
   * @param name makes of a setting's name in Java the one that the reader knows
   */
  public String with(UnaryOperator<String> name) {
    StringBuilder message = new StringBuilder(texts.get(0));
    for (int i = 0; i < settings.size(); i++) {
      message.append(name.apply(settings.get(i))).append(texts.get(i + 1));
    }
    return message.toString();
  }

  @Override
  public String toString() {
    return with(UnaryOperator.identity());
  }
}
