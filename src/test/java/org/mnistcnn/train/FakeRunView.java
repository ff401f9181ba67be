package org.mnistcnn.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.metrics.Predictions;

/**
 * A run whose epochs are made up: callbacks are told of it as the trainer tells them. What the
 * model has learned after an epoch is {@link #weights}; an epoch is {@value #STEPS} steps.
 */
public final class FakeRunView implements RunView {

  /** Steps an epoch. */
  public static final int STEPS = 100;

  private final IdleLearner learner = new IdleLearner();
  private final History history = new History();
  private Optional<String> stopReason = Optional.empty();

  /** The weights of a dense layer: the kernel is different in each epoch, the bias its number. */
  public static Map<String, float[]> weights(int epoch) {
    float[] kernel = new float[400];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (Math.sin(i) * i + epoch);
    }
    return Map.of("dense/kernel", kernel, "dense/bias", new float[] {epoch, epoch, epoch, epoch});
  }

  /** Plays epochs until {@code callback} stops the run or there are no more. */
  public static FakeRunView play(Callback callback, List<Map<String, Double>> epochs) {
    FakeRunView training = new FakeRunView();
    training.playOn(callback, epochs);
    return training;
  }

  /** Plays epochs to a run that was made ready for them. */
  public void playOn(Callback callback, List<Map<String, Double>> epochs) {
    callback.restore(CallbackState.NONE);
    begin(callback);
    for (Map<String, Double> logs : epochs) {
      if (stopReason.isEmpty()) {
        epoch(callback, logs);
      }
    }
    callback.onTrainEnd(this);
  }

  /**
   * Plays the same, but interrupted after each epoch: a new callback goes on with what the old one
   * remembered.
   */
  public static FakeRunView playInterrupted(
      Supplier<? extends Callback> callbacks, List<Map<String, Double>> epochs) {
    FakeRunView training = new FakeRunView();
    Callback callback = callbacks.get();
    training.begin(callback);
    for (Map<String, Double> logs : epochs) {
      if (training.stopReason.isEmpty()) {
        training.epoch(callback, logs);
        Optional<CallbackState> state = callback.state();
        callback = callbacks.get();
        state.ifPresent(callback::restore);
        training.begin(callback);
      }
    }
    callback.onTrainEnd(training);
    return training;
  }

  private void begin(Callback callback) {
    callback.onTrainBegin(new FitOptions(100, 10, 1), 10 * STEPS);
  }

  private void epoch(Callback callback, Map<String, Double> logs) {
    int epoch = history.epochs().size();
    callback.onEpochBegin(epoch, 0);
    learner.weights = weights(epoch);
    learner.finiteSteps = 0;
    for (int step = 1; step <= STEPS && stopReason.isEmpty(); step++) {
      learner.step(new int[10]);
      callback.onTrainBatchEnd(10 * step, learner::measures, this);
    }
    if (stopReason.isPresent()) {
      return;
    }
    callback.onTrainStepsEnd();
    History.Epoch finished = new History.Epoch(epoch, logs);
    history.add(finished);
    callback.onEpochEnd(finished, this);
  }

  @Override
  public IdleLearner learner() {
    return learner;
  }

  @Override
  public Checkpoint checkpoint() {
    throw new UnsupportedOperationException("the callback's own state is what is tested");
  }

  @Override
  public History history() {
    return history;
  }

  @Override
  public void stop(String reason) {
    stopReason = Optional.of(reason);
  }

  @Override
  public Optional<String> stopReason() {
    return stopReason;
  }

  /** A model that does not learn; its loss is lost at a given step. */
  public static final class IdleLearner implements Learner {

    private Map<String, float[]> weights = Map.of();
    private double learningRate = 0.01;
    private long steps;
    private long finiteSteps;
    private long lostAt = Long.MAX_VALUE;
    private boolean schedule;

    /** From now on the learning rate cannot be set. */
    public void followSchedule() {
      schedule = true;
    }

    /** From the step with this number on, counted from 0 over all epochs, the loss is NaN. */
    public void loseAt(long step) {
      lostAt = step;
    }

    @Override
    public void expect(List<int[]> batches) {}

    @Override
    public void step(int[] samples) {
      if (steps < lostAt) {
        finiteSteps++;
      }
      steps++;
    }

    @Override
    public long steps() {
      return steps;
    }

    @Override
    public long finiteSteps() {
      return finiteSteps;
    }

    @Override
    public Map<String, Double> measures() {
      return Map.of("loss", steps > lostAt ? Double.NaN : 1.0);
    }

    @Override
    public double learningRate() {
      return learningRate;
    }

    @Override
    public void setLearningRate(double learningRate) {
      if (schedule) {
        throw new IllegalStateException("the learning rate follows a schedule");
      }
      this.learningRate = learningRate;
    }

    /** The epoch that the weights are of. */
    public int learnedEpoch() {
      return (int) weights.getOrDefault("dense/bias", new float[] {-1})[0];
    }

    @Override
    public Map<String, float[]> weights() {
      Map<String, float[]> copies = new LinkedHashMap<>();
      weights.forEach((name, values) -> copies.put(name, values.clone()));
      return copies;
    }

    @Override
    public void setWeights(Map<String, float[]> weights) {
      this.weights = weights;
    }

    @Override
    public void trainOn(Dataset training) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void resetMeasures() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Double> evaluate(Dataset data) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Predictions predict(Dataset data) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CallbackState state() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void restore(CallbackState state) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void finish() {
      throw new UnsupportedOperationException();
    }
  }
}
