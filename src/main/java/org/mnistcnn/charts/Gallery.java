package org.mnistcnn.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.metrics.Predictions;

/** The images that a model is most wrong about, and those that it only just gets right. */
final class Gallery {

  private static final int TILES = 40;

  private Gallery() {}

  /** The mistakes that the model was surest of. */
  static Picture worstMistakes(String modelName, Predictions predictions, Dataset images) {
    List<Integer> samples = predictions.worstMistakes(TILES);
    return new Tiles(modelName, ": worst mistakes", tiles(predictions, images, samples))
        .picture(
            "worst_mistakes",
            "Worst mistakes",
            samples.isEmpty()
                ? "There is no mistake."
                : "The %d mistakes that the model was surest of, surest first."
                    .formatted(samples.size()));
  }

  /** The right answers that the model was least sure of. */
  static Picture leastCertain(String modelName, Predictions predictions, Dataset images) {
    List<Integer> samples = predictions.leastCertain(TILES);
    return new Tiles(
            modelName, ": least certain right answers", tiles(predictions, images, samples))
        .picture(
            "least_certain",
            "Least certain right answers",
            samples.isEmpty()
                ? "There is no right answer."
                : "The %d right answers that the model was least sure of."
                    .formatted(samples.size()));
  }

  private static List<Tiles.Tile> tiles(
      Predictions predictions, Dataset images, List<Integer> samples) {
    List<Tiles.Tile> tiles = new ArrayList<>();
    for (int sample : samples) {
      String predicted = predictions.classNames().get(predictions.predicted(sample));
      String probability = String.format(Locale.ROOT, "%.3f", predictions.confidence(sample));
      List<String> lines =
          predictions.correct(sample)
              ? List.of(predicted, probability)
              : List.of(
                  "true " + predictions.classNames().get(predictions.actual(sample)),
                  "taken for " + predicted,
                  probability);
      tiles.add(new Tiles.Tile(images, sample, lines));
    }
    return tiles;
  }
}
