package org.mnistcnn.app;

import java.util.Optional;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.common.WithBuilder;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.Split;
import org.mnistcnn.train.FitOptions;

/**
 * How long, on what and in which batches a model is trained.
 *
 * @param epochs passes over the training images
 * @param batchSize images per step
 * @param validationSplit the share of the training set, from its end, that is kept for validation,
 *     where the data set brings no images to validate on
 * @param validationFold which block of that size is kept: 1 for the last one, as in Keras, which is
 *     meant where it is empty, but for the members of an ensemble
 * @param shuffleSplit whether the training set is put in a random order first, with each class in
 *     its share everywhere; then {@code limit} takes of all classes, and so does validation
 * @param seed decides first weights, batches, dropout and that order; the same seed gives the same
 *     weights
 */
@WithBuilder
public record FitConfig(
    int epochs,
    int batchSize,
    @Role(Role.Kind.SHARED) double validationSplit,
    @Role(Role.Kind.SHARED) Optional<Integer> validationFold,
    @Role(Role.Kind.SHARED) boolean shuffleSplit,
    @Role(Role.Kind.SHARED) long seed)
    implements FitConfigBuilder.With {

  /** The Keras program's. */
  public static final FitConfig DEFAULT = new FitConfig(10, 128, 0.2, Optional.empty(), false, 1);

  public FitConfig {
    new FitOptions(epochs, batchSize, seed);
    if (!(validationSplit >= 0 && validationSplit < 1)) {
      throw new SettingException("validationSplit", "must be in [0, 1), got " + validationSplit);
    }
    Check.positive("validationFold", fold(validationFold));
  }

  FitOptions plan() {
    return new FitOptions(epochs, batchSize, seed);
  }

  /** A training set in the order in which it is limited and split. */
  Dataset ordered(Dataset training) {
    return shuffleSplit ? Split.stratified(training, seed) : training;
  }

  /**
   * What is learned from and what is validated on.
   *
   * @param training in its order, and limited
   * @param validation images that the data set brings to validate on; without them a part of the
   *     training set is held out
   */
  Split split(Dataset training, Optional<Dataset> validation) {
    return validation.isPresent()
        ? new Split(training, validation.get())
        : Split.block(training, validationSplit, fold(validationFold));
  }

  /** The same with the defaults in place of what is empty. */
  FitConfig resolved() {
    return withValidationFold(Optional.of(fold(validationFold)));
  }

  private static int fold(Optional<Integer> validationFold) {
    return validationFold.orElse(1);
  }
}
