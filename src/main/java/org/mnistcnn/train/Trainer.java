package org.mnistcnn.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    History history = new History();
    learner.trainOn(split.training());
    callbacks.forEach(callback -> callback.onTrainBegin(plan, split.training().count()));
    BatchOrder order = new BatchOrder(plan.seed());
    for (int epoch = 0; epoch < plan.epochs(); epoch++) {
      int number = epoch;
      callbacks.forEach(callback -> callback.onEpochBegin(number));
      Map<String, Double> logs =
          trainEpoch(learner, order.permutation(epoch, split.training().count()));
      logs.putAll(validate(learner, split.validation()));
      History.Epoch finished = new History.Epoch(epoch, logs);
      history.add(finished);
      callbacks.forEach(callback -> callback.onEpochEnd(finished));
    }
    return history;
  }

  private Map<String, Double> trainEpoch(Learner learner, int[] order) {
    learner.resetMeasures();
    int batch = Math.min(plan.batchSize(), order.length);
    for (int first = 0; first < order.length; first += batch) {
      int last = Math.min(first + batch, order.length);
      learner.step(Arrays.copyOfRange(order, first, last));
      callbacks.forEach(callback -> callback.onTrainBatchEnd(last, learner::measures));
    }
    Map<String, Double> measures = learner.measures();
    callbacks.forEach(Callback::onTrainStepsEnd);
    return new LinkedHashMap<>(measures);
  }

  private static Map<String, Double> validate(Learner learner, Dataset validation) {
    Map<String, Double> logs = new LinkedHashMap<>();
    if (validation.count() > 0) {
      learner.evaluate(validation).forEach((key, value) -> logs.put("val_" + key, value));
    }
    return logs;
  }
}
