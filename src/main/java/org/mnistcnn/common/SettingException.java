package org.mnistcnn.common;

import java.util.List;
import java.util.function.Supplier;

/** A setting that breaks a rule: {@code batchSize must be at least 1, got 0}. */
public final class SettingException extends IllegalArgumentException
    implements SettingText.Message {

  private static final long serialVersionUID = 2;

  private final SettingText text;

  private SettingException(SettingText text) {
    super(text.toString());
    this.text = text;
  }

  /**
   * One setting breaks a rule of its own.
   *
   * @param setting the setting's name in Java
   * @param rule the rest of the sentence: {@code must be at least 1, got 0}
   */
  public SettingException(String setting, String rule) {
    this(new SettingText(List.of("", " " + rule), List.of(setting)));
  }

  /** A rule that names settings anywhere, see {@link SettingText#of}. */
  public static SettingException of(String template, Object... values) {
    return new SettingException(SettingText.of(template, values));
  }

  /** A failure whose message names no setting, or names them already. */
  public static SettingException of(IllegalArgumentException refused) {
    return refused instanceof SettingException named
        ? named
        : of("%s", String.valueOf(refused.getMessage()));
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
      throw new SettingException(e.text.renamed(inner, setting));
    }
  }

  @Override
  public SettingText text() {
    return text;
  }
}
