package org.mnistcnn.cli;

import java.io.IOException;
import java.util.Optional;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.Split;
import org.mnistcnn.engine.Device;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.nn.Augmentations;
import org.mnistcnn.nn.Compilation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.train.Checkpoint;
import org.mnistcnn.train.TrainingPlan;

/**
 * What the options of {@code train} make of a training set before anything is learned: the same for
 * a run and for a trial of a search.
 *
 * @param training the images that the options leave
 * @param split the same in two parts
 * @param model the network, with its frozen layers
 * @param augmentations of the training images
 */
record Preparation(
    TrainingPlan plan,
    Dataset training,
    Split split,
    Beginning beginning,
    Compilation compilation,
    Model model,
    Augmentations augmentations) {

  /**
   * Follows the options.
   *
   * @param whole the training set
   * @param from where the run goes on; empty for a new one
   * @throws IOException if a file that they name can't be read, or the images do not fit the
   *     network
   */
  static Preparation of(
      TrainCommand options, TrainingPlan plan, Dataset whole, Optional<Checkpoint> from)
      throws IOException {
    Augmentations augmentations = options.common.checked(options.augment::augmentations);
    Dataset training = options.common.checked(() -> options.plan.limited(whole));
    Split split =
        options.common.checked(
            () -> Split.block(training, plan.validationSplit(), plan.validationFold()));
    Beginning beginning = Beginning.of(options, from);
    int stepsAnEpoch = (int) Math.ceil((double) split.training().count() / plan.batchSize());
    Compilation compilation =
        beginning.compilation(plan.epochs(), stepsAnEpoch, training.classNames().size());
    Model network = beginning.regularized(beginning.network(training));
    Model model = options.common.checked(() -> options.transfer.freeze(network));
    return new Preparation(plan, training, split, beginning, compilation, model, augmentations);
  }

  /** A learner that has learned nothing yet; the caller closes it. */
  GraphModel learner(Device device) {
    return new GraphModel(model, compilation, augmentations, plan.seed(), device);
  }
}
