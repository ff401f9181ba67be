package org.mnistcnn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.common.WithBuilder;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.formats.keras.KerasConfig;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.augment.Augmentations;
import org.mnistcnn.nn.rewrite.Regularization;
import org.mnistcnn.zoo.Architecture;

/**
 * What network is trained, and on which changes of the images.
 *
 * @param architecture a name of {@link Architecture}, or a file in the format of Keras's {@code
 *     config.json}; empty for {@link Architecture#CNN}
 * @param l2 see {@link Regularization}
 * @param dropout see {@link Regularization}
 * @param batchNorm see {@link Regularization}
 * @param augment random changes of the training images, see {@link Augmentations#parse}
 */
@WithBuilder
public record NetworkConfig(
    Optional<String> architecture,
    Optional<Double> l2,
    Optional<Double> dropout,
    boolean batchNorm,
    Optional<String> augment)
    implements NetworkConfigBuilder.With {

  /** The Keras program's network. */
  public static final NetworkConfig DEFAULT = NetworkConfigBuilder.empty().build();

  boolean isFile() {
    return architecture
        .filter(wanted -> Files.exists(Path.of(wanted)) || wanted.endsWith(".json"))
        .isPresent();
  }

  /**
   * The network, without {@link #regularization}.
   *
   * @throws IOException if it is in a file that can't be read
   * @throws IllegalArgumentException if the images are too small for it
   */
  Model network(ImageShape image, int classes) throws IOException {
    String wanted = architecture.orElse(Architecture.CNN.toString());
    if (isFile()) {
      return KerasConfig.read(Path.of(wanted));
    }
    return named(wanted).network(image, classes);
  }

  private static Architecture named(String wanted) {
    try {
      return Architecture.named(wanted);
    } catch (IllegalArgumentException e) {
      throw SettingException.of(
          "%s, or a file of Keras's config.json", String.valueOf(e.getMessage()));
    }
  }

  public Augmentations augmentations() {
    return augment.map(text -> augmentations("augment", text)).orElse(Augmentations.NONE);
  }

  /**
   * Random changes of images that a setting asks for.
   *
   * @throws SettingException if the text is wrong
   */
  public static Augmentations augmentations(String setting, String text) {
    try {
      return Augmentations.parse(text);
    } catch (IllegalArgumentException e) {
      throw SettingException.of("{" + setting + "}: %s", String.valueOf(e.getMessage()));
    }
  }

  /** What is put into the network against overfitting. */
  Regularization regularization() {
    return new Regularization(optional(l2), optional(dropout), batchNorm);
  }

  private static OptionalDouble optional(Optional<Double> value) {
    return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }
}
