package org.mnistcnn.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.augment.Augmentations;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.train.Callback;
import org.mnistcnn.train.CallbackState;
import org.mnistcnn.train.Learner;

/**
 * A {@link GraphModel} that may become another one in the middle of a run: the same network with
 * other layers frozen, compiled anew. That is what a Keras user does who sets {@code trainable} and
 * calls {@code compile} and {@code fit} again: the weights stay (as their moving averages, where
 * those are kept), the optimizer begins anew, and so does a schedule of its learning rate.
 *
 * <p>Owns native memory until {@link #close}.
 */
public final class StagedLearner implements Learner, AutoCloseable {

  private static final String STEPS_BEFORE = "steps of the first stage";

  /**
   * A way to learn.
   *
   * @param learningRate a step size to set in place of a constant one of {@code compilation}
   */
  public record Stage(Model model, Compilation compilation, OptionalDouble learningRate) {}

  /**
   * The second stage of a run.
   *
   * @param epoch the epoch that it begins with, counted from 0
   * @param begun is told when it begins
   */
  public record Second(int epoch, Stage stage, Runnable begun) {}

  private final Optional<Second> second;
  private final Augmentations augmentations;
  private final long seed;
  private final Device device;
  private GraphModel current;
  private Compilation compilation;
  private boolean inSecond;
  private long stepsBefore;
  private Optional<Dataset> training = Optional.empty();

  /** A learner in its first stage, see {@link GraphModel#GraphModel}. */
  public StagedLearner(
      Stage first, Optional<Second> second, Augmentations augmentations, long seed, Device device) {
    this.second = second;
    this.augmentations = augmentations;
    this.seed = seed;
    this.device = device;
    this.compilation = first.compilation();
    this.current = new GraphModel(first.model(), first.compilation(), augmentations, seed, device);
  }

  /** What begins the second stage: must be among the run's callbacks. */
  public Callback stages() {
    return new Callback() {
      @Override
      public void onEpochBegin(int epoch, int samples) {
        if (second.isPresent() && !inSecond && epoch >= second.get().epoch()) {
          current.finish();
          Map<String, float[]> weights = current.weights();
          enter(second.get(), current.steps());
          current.setWeights(weights);
          second.get().begun().run();
        }
      }
    };
  }

  /** Builds the graphs of the second stage, with weights of no meaning. */
  private void enter(Second next, long steps) {
    current.close();
    Stage stage = next.stage();
    // Another seed, since steps are counted anew: what is dropped in them shall be other values.
    current = new GraphModel(stage.model(), stage.compilation(), augmentations, ~seed, device);
    stage.learningRate().ifPresent(current::setLearningRate);
    compilation = stage.compilation();
    inSecond = true;
    stepsBefore = steps;
    training.ifPresent(current::trainOn);
  }

  /** The stage that learns now: what is set there is set for this stage. */
  public GraphModel current() {
    return current;
  }

  /** The network as it is trained now. */
  public Model model() {
    return current.model();
  }

  /** How it learns now. */
  public Compilation compilation() {
    return compilation;
  }

  @Override
  public void trainOn(Dataset data) {
    training = Optional.of(data);
    current.trainOn(data);
  }

  @Override
  public void expect(List<int[]> batches) {
    current.expect(batches);
  }

  @Override
  public void step(int[] samples) {
    current.step(samples);
  }

  @Override
  public long steps() {
    return stepsBefore + current.steps();
  }

  @Override
  public Map<String, Double> measures() {
    return current.measures();
  }

  @Override
  public long finiteSteps() {
    return current.finiteSteps();
  }

  @Override
  public void resetMeasures() {
    current.resetMeasures();
  }

  @Override
  public Map<String, Double> evaluate(Dataset data) {
    return current.evaluate(data);
  }

  @Override
  public Predictions predict(Dataset data) {
    return current.predict(data);
  }

  @Override
  public double learningRate() {
    return current.learningRate();
  }

  @Override
  public void setLearningRate(double learningRate) {
    current.setLearningRate(learningRate);
  }

  @Override
  public Map<String, float[]> weights() {
    return current.weights();
  }

  @Override
  public void setWeights(Map<String, float[]> weights) {
    current.setWeights(weights);
  }

  @Override
  public CallbackState state() {
    CallbackState state = current.state();
    if (!inSecond) {
      return state;
    }
    Map<String, String> values = new HashMap<>(state.values());
    values.put(STEPS_BEFORE, Long.toString(stepsBefore));
    return new CallbackState(values, state.arrays());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the state is of a second stage, and there is none
   */
  @Override
  public void restore(CallbackState state) {
    String steps = state.values().get(STEPS_BEFORE);
    if (steps != null && !inSecond) {
      enter(
          second.orElseThrow(
              () -> new IllegalArgumentException("a state of a second stage needs one")),
          Long.parseLong(steps));
    }
    current.restore(state);
  }

  @Override
  public void finish() {
    current.finish();
  }

  @Override
  public void close() {
    current.close();
  }
}
