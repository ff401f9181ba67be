package org.mnistcnn.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.mnistcnn.artifact.TrainedModel;

/**
 * What a trained model's file says of the images that it has learned from.
 *
 * @param data the training set by number of images and checksum
 * @param validation the images to validate on that the data set brought, in the same form
 * @param validationSplit the share of it that was held out
 * @param validationFold which block of that size
 * @param limit how many images were taken, from the beginning
 * @param shuffleSeed the seed of the order in which all that was done; empty if it was not shuffled
 * @param testSplit the share of each class of a folder that was kept for testing
 * @param splitSeed decides which images these are
 */
public record TrainedOn(
    Optional<String> data,
    Optional<String> validation,
    Optional<Double> validationSplit,
    int validationFold,
    Optional<Integer> limit,
    Optional<Long> shuffleSeed,
    Optional<Double> testSplit,
    Optional<Long> splitSeed) {

  /** The key of the training set in a model card. */
  static final String DATA = "the training data";

  /** The key of images to validate on that the data set brought. */
  static final String VALIDATION = "the validation data";

  /** Nothing is known. */
  public static final TrainedOn UNKNOWN = of(Map.of());

  /**
   * Reads a model card's entries; version 0.1 wrote settings with two hyphens in front.
   *
   * @throws NumberFormatException if a number is none
   */
  public static TrainedOn of(Map<String, String> card) {
    return new TrainedOn(
        Optional.ofNullable(card.get(DATA)),
        Optional.ofNullable(card.get(VALIDATION)),
        entry(card, "validation-split").map(Double::valueOf),
        entry(card, "validation-fold").map(Integer::valueOf).orElse(1),
        entry(card, "limit").map(Integer::valueOf),
        entry(card, "shuffle-split")
            .filter("true"::equals)
            .flatMap(shuffled -> entry(card, "seed"))
            .map(Long::valueOf),
        entry(card, "test-split").map(Double::valueOf),
        entry(card, "split-seed").map(Long::valueOf));
  }

  /** What says which images were held out, by key; empty texts where nothing is said. */
  public Map<String, String> heldOut() {
    Map<String, String> entries = new TreeMap<>();
    entries.put(DATA, data.orElse(""));
    entries.put(VALIDATION, validation.orElse(""));
    entries.put("validation-split", validationSplit.map(Object::toString).orElse(""));
    entries.put("validation-fold", Integer.toString(validationFold));
    entries.put("limit", limit.map(Object::toString).orElse(""));
    entries.put("the seed of the shuffled split", shuffleSeed.map(Object::toString).orElse(""));
    return entries;
  }

  /** How a card's model sees images, and which it has not seen, by key; empty where not said. */
  public static Map<String, String> seen(Map<String, String> card) {
    Map<String, String> seen = new TreeMap<>();
    for (String key : List.of(TrainedModel.PICTURES, "test-split", "split-seed")) {
      seen.put(key, entry(card, key).orElse(""));
    }
    return seen;
  }

  private static Optional<String> entry(Map<String, String> card, String key) {
    return Optional.ofNullable(card.get(key))
        .or(() -> Optional.ofNullable(card.get("--" + key)))
        .filter(text -> !text.isEmpty());
  }
}
