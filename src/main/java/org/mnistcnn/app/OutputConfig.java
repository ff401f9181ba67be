package org.mnistcnn.app;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.common.WithBuilder;

/**
 * Where the files of a training go.
 *
 * @param name of the model and of its directories
 * @param outputDir where {@code savedmodel/}, {@code charts/} and {@code runs/} are
 */
@WithBuilder
public record OutputConfig(
    @Role(Role.Kind.LOCAL) String name, @Role(Role.Kind.LOCAL) Path outputDir)
    implements OutputConfigBuilder.With {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /** {@code savedmodel/mnist_cnn}, {@code charts/mnist_cnn} and {@code runs/mnist_cnn}. */
  public static final OutputConfig DEFAULT = new OutputConfig("mnist_cnn", Path.of("."));

  public OutputConfig {
    if (!NAME.matcher(name).matches()) {
      throw SettingException.of(
          "{name} must be letters, digits, '.', '_' and '-', beginning with a letter or digit, got"
              + " '%s'",
          name);
    }
  }

  public Outputs outputs() {
    return new Outputs(outputDir, name);
  }
}
