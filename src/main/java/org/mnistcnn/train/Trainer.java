package org.mnistcnn.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.data.BatchOrder;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.Split;

/** Keras's {@code fit}: shuffled batches, epoch after epoch, each with its validation. */
public final class Trainer {

  private final TrainingPlan plan;
  private final List<Callback> callbacks;

  /** A trainer that follows {@code plan} and tells {@code callbacks}, in their order. */
  public Trainer(TrainingPlan plan, List<Callback> callbacks) {
    this.plan = plan;
    this.callbacks = List.copyOf(callbacks);
  }

  /** Trains {@code learner} on one part and validates it on the other, which may be empty. */
  public History fit(Learner learner, Split split) {
    Run run = new Run(learner, split);
    learner.trainOn(split.training());
    callbacks.forEach(callback -> callback.onTrainBegin(plan, split.training().count()));
    while (run.epoch < plan.epochs() && run.stopReason == null) {
      run.epoch();
    }
    learner.finish();
    callbacks.forEach(callback -> callback.onTrainEnd(run));
    return run.history;
  }

  /** One call of {@link #fit}: what it has done so far. */
  private final class Run implements Training {

    private final Learner learner;
    private final Split split;
    private final BatchOrder order = new BatchOrder(plan.seed());
    private final History history = new History();
    private int epoch;
    private @Nullable String stopReason;

    Run(Learner learner, Split split) {
      this.learner = learner;
      this.split = split;
    }

    @Override
    public Learner learner() {
      return learner;
    }

    @Override
    public History history() {
      return history;
    }

    @Override
    public void stop(String reason) {
      stopReason = reason;
    }

    private void epoch() {
      callbacks.forEach(callback -> callback.onEpochBegin(epoch));
      learner.resetMeasures();
      steps(order.permutation(epoch, split.training().count()));
      Map<String, Double> logs = new LinkedHashMap<>(learner.measures());
      callbacks.forEach(Callback::onTrainStepsEnd);
      logs.putAll(validate(learner, split.validation()));
      History.Epoch finished = new History.Epoch(epoch, logs);
      history.add(finished);
      epoch++;
      callbacks.forEach(callback -> callback.onEpochEnd(finished, this));
    }

    private void steps(int[] samples) {
      int batch = Math.min(plan.batchSize(), samples.length);
      for (int first = 0; first < samples.length && stopReason == null; first += batch) {
        int last = Math.min(first + batch, samples.length);
        learner.step(Arrays.copyOfRange(samples, first, last));
        callbacks.forEach(callback -> callback.onTrainBatchEnd(last, learner::measures, this));
      }
    }
  }

  private static Map<String, Double> validate(Learner learner, Dataset validation) {
    Map<String, Double> logs = new LinkedHashMap<>();
    if (validation.count() > 0) {
      learner.evaluate(validation).forEach((key, value) -> logs.put("val_" + key, value));
    }
    return logs;
  }
}
