package org.mnistcnn.app;

import java.util.function.Consumer;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.common.SettingText;
import org.mnistcnn.common.WithBuilder;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.TrainTestData;

/**
 * All settings of a training, from the data to the files that it leaves. A preset, a file of
 * settings, a trial of a search and a command line are {@link Overlay}s of it.
 *
 * @param data what is trained on
 * @param network what is trained
 * @param fit how long and in which batches
 * @param learning how it is compiled
 * @param transfer what it takes from another model
 * @param callbacks what watches it
 * @param compute how the device computes
 * @param gates what the result must keep
 * @param output where its files go
 */
@WithBuilder
public record RunConfig(
    DataConfig data,
    NetworkConfig network,
    FitConfig fit,
    LearningConfig learning,
    TransferConfig transfer,
    CallbackConfig callbacks,
    ComputeConfig compute,
    GateConfig gates,
    OutputConfig output)
    implements RunConfigBuilder.With {

  /** The Keras program: its network on MNIST, ten epochs of Adam in batches of 128. */
  public static final RunConfig DEFAULT =
      new RunConfig(
          DataConfig.DEFAULT,
          NetworkConfig.DEFAULT,
          FitConfig.DEFAULT,
          LearningConfig.DEFAULT,
          TransferConfig.DEFAULT,
          CallbackConfig.DEFAULT,
          ComputeConfig.DEFAULT,
          GateConfig.NONE,
          OutputConfig.DEFAULT);

  /** The same with the defaults in place of what is empty, as far as they depend on nothing. */
  public RunConfig resolved() {
    return withFit(fit.resolved()).withLearning(learning.resolved());
  }

  /**
   * The images that stand for the training set in checkpoints and model cards: all that it is
   * limited to, or, where a seed orders it first, the whole, from which the rest follows.
   */
  Dataset trainingSet(TrainTestData all) {
    return fit.shuffleSplit() ? all.training() : data.limited(all.training());
  }

  /**
   * The images of a data set that decide the result, by number and checksum: two runs that say the
   * same here learn from and validate on the same.
   */
  public String images(TrainTestData all) {
    return RunDescription.images(
        trainingSet(all).fingerprint(), all.validation().map(Dataset::fingerprint));
  }

  /**
   * Tells which classes the parts of a data set lack that are learned from and validated on.
   *
   * @throws SettingException if it can't be split so
   */
  public void tellParts(TrainTestData all, Consumer<SettingText> notes) {
    Dataset training = data.limited(fit.ordered(all.training()));
    new PartsNotes(this, all, training, fit.split(training, all.validation())).tell(notes);
  }

  /**
   * All settings that decide the result, {@link #resolved}: what a checkpoint keeps, and what a
   * resumed run must have again.
   */
  public Overlay deciding() {
    return Overlay.of(resolved()).only(Setting::decides);
  }
}
