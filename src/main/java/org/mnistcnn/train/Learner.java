package org.mnistcnn.train;

import java.util.Map;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.metrics.Predictions;

/**
 * A model that learns: what the training loop needs of it, and no more. Measures are named as Keras
 * names them ({@code loss}, {@code accuracy}) and are means over samples, not over batches.
 */
public interface Learner {

  /** Makes the images that later steps name by index available. */
  void trainOn(Dataset training);

  /**
   * One update of the weights from one batch; adds the batch to {@link #measures}.
   *
   * @param samples indices into the training set
   */
  void step(int[] samples);

  /** The means over all samples since {@link #resetMeasures}, as the model was at each step. */
  Map<String, Double> measures();

  /** Starts the means anew. */
  void resetMeasures();

  /** The means over {@code data}, without learning from it. */
  Map<String, Double> evaluate(Dataset data);

  /** The probabilities of every class for every image of {@code data}. */
  Predictions predict(Dataset data);
}
