package org.mnistcnn.train;

import java.util.List;
import java.util.Map;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.metrics.Predictions;

/**
 * A model that learns: what the training loop and its callbacks need of it, and no more. Measures
 * are named as Keras names them ({@code loss}, {@code accuracy}) and are means over samples, not
 * over batches.
 */
public interface Learner {

  /** Makes the images that later steps name by index available. */
  void trainOn(Dataset training);

  /**
   * Announces the batches of the coming steps, in their order, so that the learner can prepare
   * them. Steps may take other batches all the same.
   *
   * @param batches each one indices into the training set
   */
  void expect(List<int[]> batches);

  /**
   * One update of the weights from one batch; adds the batch to {@link #measures}.
   *
   * @param samples indices into the training set
   */
  void step(int[] samples);

  /** Number of steps since the first weights, over all epochs. */
  long steps();

  /** The means over all samples since {@link #resetMeasures}, as the model was at each step. */
  Map<String, Double> measures();

  /**
   * Number of steps since {@link #resetMeasures} before the first one whose loss was infinite or
   * not a number; of all steps, if there was none.
   */
  long finiteSteps();

  /** Restarts the means. */
  void resetMeasures();

  /** The means over {@code data}, without learning from it. */
  Map<String, Double> evaluate(Dataset data);

  /** The probabilities of every class for every image of {@code data}. */
  Predictions predict(Dataset data);

  /** The learning rate of the next step. */
  double learningRate();

  /**
   * Sets the learning rate of all further steps.
   *
   * @throws IllegalStateException if the learning rate follows a schedule
   */
  void setLearningRate(double learningRate);

  /** The weights' values by name, row-major, in the model's order: copies. */
  Map<String, float[]> weights();

  /**
   * Sets weights.
   *
   * @param weights values by name, row-major; weights that it leaves out stay
   * @throws IllegalArgumentException if a name is unknown or a length wrong; then nothing is set
   */
  void setWeights(Map<String, float[]> weights);

  /**
   * Everything that decides what the next steps do: weights, what the optimizer remembers, the
   * number of steps, the sums behind {@link #measures}.
   */
  CallbackState state();

  /**
   * Goes back to a state of the same model, compiled the same way.
   *
   * @throws IllegalArgumentException if the state is of another model; then nothing is changed
   */
  void restore(CallbackState state);

  /** Training is over: a moving average of the weights, if there is one, takes their place. */
  void finish();
}
