package org.mnistcnn.formats.savedmodel;

import java.util.Optional;
import org.mnistcnn.common.SettingException;

/** Numbers for each class of each image, made probabilities. */
final class LogitDetection {

  private static final float CLOSE_TO_ONE = 1e-3f;

  private LogitDetection() {}

  /**
   * What the numbers are.
   *
   * <p>Probabilities of an image lie between 0 and 1 and their sum is 1. Whatever leaves that range
   * is logits. Numbers within it with another sum could be either, or a sigmoid for each class.
   *
   * @param scores shape {@code (images, classes)}; images with a NaN do not count
   * @param said what somebody has said
   * @throws SettingException if it can't be told, or what was said can't be
   */
  static boolean areLogits(float[] scores, int classes, Optional<Boolean> said) {
    boolean inRange = true;
    boolean sumsToOne = true;
    for (int first = 0; first < scores.length; first += classes) {
      float sum = 0;
      for (int i = first; i < first + classes; i++) {
        sum += scores[i];
        inRange &= !(scores[i] < -CLOSE_TO_ONE) && !(scores[i] > 1 + CLOSE_TO_ONE);
      }
      sumsToOne &= !(Math.abs(sum - 1) > CLOSE_TO_ONE);
    }
    if (said.isPresent()) {
      if (!said.get() && !inRange) {
        throw SettingException.of(
            "the model's output must be probabilities, as {noLogits} says, but there are numbers"
                + " below 0 or above 1: they are logits");
      }
      return said.get();
    }
    if (inRange && !sumsToOne) {
      throw SettingException.of(
          "the model's output lies between 0 and 1, but its sum over the classes is not 1: say by"
              + " {logits} or {noLogits} what it is");
    }
    return !inRange;
  }

  /** Takes the softmax over the classes of each image, in place. */
  static void softmax(float[] scores, int classes) {
    for (int first = 0; first < scores.length; first += classes) {
      float greatest = Float.NEGATIVE_INFINITY;
      for (int i = first; i < first + classes; i++) {
        greatest = Math.max(greatest, scores[i]);
      }
      double sum = 0;
      for (int i = first; i < first + classes; i++) {
        sum += Math.exp(scores[i] - greatest);
      }
      for (int i = first; i < first + classes; i++) {
        scores[i] = (float) (Math.exp(scores[i] - greatest) / sum);
      }
    }
  }
}
