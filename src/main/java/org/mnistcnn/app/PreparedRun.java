package org.mnistcnn.app;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.Split;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.keras.KerasConfig;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.augment.Augmentations;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.LearningRate;
import org.mnistcnn.train.Callback;

/**
 * What a configuration makes of a training set before anything is learned: the same for a run, a
 * member of an ensemble and a trial of a search.
 *
 * @param data the data set, whole
 * @param split what is learned from and what is validated on
 * @param start where network and first weights come from
 * @param compilation how the network is compiled
 * @param model the network, with its frozen layers
 * @param second how it learns for the last epochs, where that is another way
 * @param augmentations of the training images
 */
record PreparedRun(
    RunConfig config,
    TrainTestData data,
    Split split,
    RunStart start,
    Compilation compilation,
    Model model,
    Optional<SecondStage> second,
    Augmentations augmentations) {

  /**
   * Another way to learn for the last epochs: more is trained, by an optimizer that restarts.
   *
   * @param epoch the epoch that it begins with, counted from 0
   * @param learningRate in place of a constant one of {@code compilation}
   */
  record SecondStage(
      int epoch, Model model, Compilation compilation, Optional<Double> learningRate) {

    void enter(GraphModel learner) {
      learner.recompile(model, compilation);
      learningRate.ifPresent(learner::setLearningRate);
    }
  }

  /**
   * Follows a configuration.
   *
   * @param data the data set, whole
   * @param resumed what the run was, if it is resumed
   * @param observer is warned of damaged checkpoints
   * @throws IOException if a file that it names can't be read, or the images do not fit the network
   * @throws SettingException if it can't be followed
   */
  static PreparedRun of(
      RunConfig config, TrainTestData data, Optional<RunDescription> resumed, RunObserver observer)
      throws IOException {
    Augmentations augmentations = config.network().augmentations();
    Dataset training = config.data().limited(config.fit().ordered(data.training()));
    Split split = config.fit().split(training, data.validation());
    int classes = training.classNames().size();
    RunStart start = RunStart.of(config, resumed, classes, observer::warn);
    int epochs = config.fit().epochs();
    int stepsPerEpoch =
        (int) Math.ceil((double) split.training().count() / config.fit().batchSize());
    OptionalInt unfreeze = config.transfer().unfreezeAt(epochs);
    Compilation compilation =
        start.compiled().isPresent()
            ? start.compiled().get()
            : config.learning().compilation(unfreeze.orElse(epochs), stepsPerEpoch, classes);
    Model model = config.transfer().frozen(network(config, start, training));
    Optional<SecondStage> second =
        unfreeze.isPresent()
            ? Optional.of(
                secondStage(config, start, model, unfreeze.getAsInt(), stepsPerEpoch, classes))
            : Optional.empty();
    return new PreparedRun(config, data, split, start, compilation, model, second, augmentations);
  }

  private static Model network(RunConfig config, RunStart start, Dataset training)
      throws IOException {
    try {
      return start.network(config, training);
    } catch (SettingException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      String source =
          config
              .transfer()
              .from()
              .map(Object::toString)
              .or(() -> config.network().architecture())
              .map(" of "::concat)
              .orElse("");
      throw new InvalidDataException(
          "%s: images of shape %s do not fit the network%s: %s"
              .formatted(config.data().place(), training.imageShape(), source, e.getMessage()));
    }
  }

  private static SecondStage secondStage(
      RunConfig config, RunStart start, Model first, int epoch, int stepsPerEpoch, int classes) {
    int epochs = config.fit().epochs() - epoch;
    Model model = config.transfer().unfrozen(first);
    Optional<Double> ownRate = config.transfer().unfreezeLearningRate();
    Optional<Double> rate = ownRate.or(() -> config.learning().learningRate());
    if (start.compiled().isEmpty()) {
      return new SecondStage(
          epoch,
          model,
          config.learning().compilation(epochs, stepsPerEpoch, classes, rate),
          Optional.empty());
    }
    LearningRate ofFile = start.compiled().get().optimizer().learningRate();
    if (ownRate.isPresent() && !(ofFile instanceof LearningRate.Constant)) {
      throw SettingException.of(
          "{unfreezeLearningRate} can't change the file's schedule, %s; an option such as"
              + " {optimizer} compiles it anew",
          ofFile);
    }
    return new SecondStage(epoch, model, start.compiled().get(), rate);
  }

  /** A learner that has learned nothing yet; the caller closes it. */
  GraphModel learner(Device device) {
    return new GraphModel(model, compilation, augmentations, config.fit().seed(), device);
  }

  /** What enters the second stage, if there is one: must be the first of the callbacks. */
  Callback stages(GraphModel learner, RunObserver observer) {
    return new Callback() {
      @Override
      public void onEpochBegin(int epoch, int samples) {
        if (second.isPresent() && !learner.isRecompiled() && epoch >= second.get().epoch()) {
          second.get().enter(learner);
          observer.note(
              String.format(
                  Locale.ROOT,
                  "From epoch %d on, %,d parameters are trained, before %,d",
                  second.get().epoch() + 1,
                  second.get().model().trainedParameters(),
                  model.trainedParameters()));
        }
      }
    };
  }

  /**
   * What the run's checkpoints keep of it.
   *
   * @param pictures see {@link RunDescription#pictures}
   * @param trial see {@link RunDescription#trial}
   */
  RunDescription description(Optional<String> pictures, Optional<String> trial) {
    Optional<Compilation> compiled = start.compiled();
    Overlay settings =
        config
            .deciding()
            .only(
                setting ->
                    compiled.isEmpty()
                        || setting.group() != LearningConfig.class
                        || setting.name().equals("learningRate"));
    return new RunDescription(
        settings,
        KerasConfig.json(model),
        config.trainingSet(data).fingerprint(),
        data.validation().map(Dataset::fingerprint),
        data.training().classNames(),
        pictures,
        compiled.map(RunDescription::json),
        trial);
  }
}
