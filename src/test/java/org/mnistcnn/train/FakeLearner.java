package org.mnistcnn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.Split;
import org.mnistcnn.metrics.Predictions;

/** Learns nothing, and notes what it is asked in a journal that callbacks may share. */
final class FakeLearner implements Learner {

  private final List<String> journal;
  private final List<int[]> batches = new ArrayList<>();
  private List<int[]> expected = List.of();
  private long steps;
  private int seen;

  FakeLearner(List<String> journal) {
    this.journal = journal;
  }

  FakeLearner() {
    this(new ArrayList<>());
  }

  /** The samples of every step so far. */
  List<int[]> batches() {
    return batches;
  }

  /** The samples of every step so far, one after the other. */
  int[] samples() {
    return batches.stream().flatMapToInt(Arrays::stream).toArray();
  }

  @Override
  public void trainOn(Dataset training) {
    journal.add("trainOn " + training.count());
  }

  @Override
  public void expect(List<int[]> coming) {
    expected = List.copyOf(coming);
  }

  /** The batches that were named last. */
  List<int[]> expected() {
    return expected;
  }

  @Override
  public void step(int[] samples) {
    journal.add("step " + samples.length);
    batches.add(samples);
    steps++;
    seen += samples.length;
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public long finiteSteps() {
    return steps;
  }

  /** The loss is the number of samples since the last reset, so that a test knows it. */
  @Override
  public Map<String, Double> measures() {
    journal.add("measures");
    return measures(seen, 0.5);
  }

  @Override
  public void resetMeasures() {
    journal.add("resetMeasures");
    seen = 0;
  }

  @Override
  public Map<String, Double> evaluate(Dataset data) {
    journal.add("evaluate " + data.count());
    return measures(-data.count(), 0.25);
  }

  @Override
  public CallbackState state() {
    return new CallbackState(
        Map.of("steps", Long.toString(steps), "seen", Integer.toString(seen)), Map.of());
  }

  @Override
  public void restore(CallbackState state) {
    journal.add("restore");
    steps = Long.parseLong(state.values().getOrDefault("steps", ""));
    seen = Integer.parseInt(state.values().getOrDefault("seen", ""));
  }

  @Override
  public void finish() {
    journal.add("finish");
  }

  @Override
  public Predictions predict(Dataset data) {
    throw new UnsupportedOperationException("training predicts nothing");
  }

  @Override
  public double learningRate() {
    return 0.25;
  }

  @Override
  public void setLearningRate(double learningRate) {
    throw new UnsupportedOperationException("the loop leaves the learning rate to callbacks");
  }

  @Override
  public Map<String, float[]> weights() {
    throw new UnsupportedOperationException("the loop leaves the weights to callbacks");
  }

  @Override
  public void setWeights(Map<String, float[]> weights) {
    throw new UnsupportedOperationException("the loop leaves the weights to callbacks");
  }

  private static Map<String, Double> measures(double loss, double accuracy) {
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put("loss", loss);
    measures.put("accuracy", accuracy);
    return measures;
  }

  /** Blank images of one class: so many to train on, so many to validate. */
  static Split split(int training, int validation) {
    return new Split(blank(training), blank(validation));
  }

  private static Dataset blank(int count) {
    return new Dataset(new ImageShape(1, 1, 1), List.of("0"), new byte[count], new int[count]);
  }
}
