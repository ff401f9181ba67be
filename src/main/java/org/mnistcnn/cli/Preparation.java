package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.Split;
import org.mnistcnn.engine.StagedLearner;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.augment.Augmentations;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.train.Checkpoint;
import org.mnistcnn.train.FitOptions;

/**
 * What the options of {@code train} make of a training set before anything is learned: the same for
 * a run and for a trial of a search.
 *
 * @param training the images that the options leave
 * @param split the same in two parts
 * @param model the network, with its frozen layers
 * @param second another way to learn for the last epochs, if there is one
 * @param augmentations of the training images
 */
record Preparation(
    FitOptions plan,
    Dataset training,
    Split split,
    Beginning beginning,
    Compilation compilation,
    Model model,
    Optional<StagedLearner.Second> second,
    Augmentations augmentations) {

  /**
   * Follows the options.
   *
   * @param whole the training set
   * @param from where the run goes on; empty for a new one
   * @param out is told when the second stage begins
   * @throws IOException if a file that they name can't be read, or the images do not fit the
   *     network
   */
  static Preparation of(
      TrainCommand options,
      FitOptions plan,
      Dataset whole,
      Optional<Checkpoint> from,
      PrintWriter out)
      throws IOException {
    Augmentations augmentations = options.common.checked(options.augment::augmentations);
    Dataset training = options.common.checked(() -> options.plan.limited(whole));
    Split split = options.common.checked(() -> options.plan.split(training));
    int classes = training.classNames().size();
    Beginning beginning = Beginning.of(options, from, classes);
    int stepsAnEpoch = (int) Math.ceil((double) split.training().count() / plan.batchSize());
    OptionalInt unfreeze = options.common.checked(() -> options.transfer.unfreezeAt(plan.epochs()));
    Compilation compilation =
        beginning.compilation(unfreeze.orElse(plan.epochs()), stepsAnEpoch, classes);
    Model network = beginning.regularized(beginning.network(training));
    Model model = options.common.checked(() -> options.transfer.freeze(network));
    Optional<StagedLearner.Second> second =
        SecondStage.of(options, model, beginning.compiled(), plan, stepsAnEpoch, classes, out);
    return new Preparation(
        plan, training, split, beginning, compilation, model, second, augmentations);
  }

  /**
   * A learner that has learned nothing yet, whose {@link StagedLearner#stages} must be told of the
   * epochs; the caller closes it.
   */
  StagedLearner learner(Device device) {
    return new StagedLearner(
        new StagedLearner.Stage(model, compilation, OptionalDouble.empty()),
        second,
        augmentations,
        plan.seed(),
        device);
  }
}
