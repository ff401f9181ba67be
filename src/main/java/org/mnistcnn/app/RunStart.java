package org.mnistcnn.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.engine.ClassifierCheck;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.ModelState;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.keras.KerasFile;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.LearningRate;
import org.mnistcnn.nn.rewrite.Head;

/** Where a run gets its network, its compile settings and its first weights from. */
sealed interface RunStart {

  /** How the network is compiled, where a file and not the configuration decides it. */
  Optional<Compilation> compiled();

  /**
   * The network that is trained, with all that the configuration adds to it.
   *
   * @throws IOException if it is in a file that can't be read
   * @throws IllegalArgumentException if the images do not fit it
   */
  Model network(RunConfig config, Dataset training) throws IOException;

  /**
   * Sets the first state, if a file holds it.
   *
   * @param notes are told what it is
   */
  default void load(GraphModel learner, Consumer<String> notes) throws IOException {}

  /**
   * Reads what the configuration names.
   *
   * @param resumed what the run was, if it is resumed
   * @param classes how many the training set has
   * @param warnings are told of damaged checkpoints
   */
  static RunStart of(
      RunConfig config, Optional<RunDescription> resumed, int classes, Consumer<String> warnings)
      throws IOException {
    config.transfer().requireEffects();
    Optional<Path> from = config.transfer().from();
    if (from.isEmpty()) {
      return new Fresh();
    }
    if (config.network().architecture().isPresent()) {
      throw SettingException.of(
          "{from} brings its own network: leave out {architecture}, or take {initialWeights}");
    }
    return resumed.isPresent()
        ? new Resumed(resumed.get().model(), resumed.get().compiled())
        : FromFile.read(config, from.get(), classes, warnings);
  }

  /** A network with random weights; a resumed run builds the same and gets its state back. */
  record Fresh() implements RunStart {

    @Override
    public Optional<Compilation> compiled() {
      return Optional.empty();
    }

    @Override
    public Model network(RunConfig config, Dataset training) throws IOException {
      Model network = config.network().network(training.imageShape(), training.classNames().size());
      ClassifierCheck.requireFit(network, training);
      return config.network().regularization().of(network);
    }
  }

  /** A run that began with a file: its checkpoint holds all of it, and the file is not needed. */
  record Resumed(Model model, Optional<Compilation> compiled) implements RunStart {

    @Override
    public Model network(RunConfig config, Dataset training) {
      ClassifierCheck.requireFit(model, training);
      return model;
    }
  }

  /**
   * A trained model's file.
   *
   * @param file the same as a .keras file, if it is one
   * @param compiled how it is compiled further, if the configuration does not say
   * @param learningRate in place of the file's
   */
  record FromFile(
      Path from,
      Model model,
      Map<String, float[]> weights,
      Optional<KerasFile> file,
      Optional<Compilation> compiled,
      Optional<LearningRate> learningRate)
      implements RunStart {

    static FromFile read(RunConfig config, Path from, int classes, Consumer<String> warnings)
        throws IOException {
      Optional<KerasFile> file =
          KerasFile.isNamedLikeOne(from) ? Optional.of(KerasFile.read(from)) : Optional.empty();
      TrainedModel trained =
          file.isPresent()
              ? TrainedModel.of(file.get().model(), file.get().weights())
              : ModelSource.read(from, Device.choose(Device.Choice.CPU), warnings);
      boolean otherHead = config.transfer().replaceHead() || trained.hasOtherClasses(classes);
      Optional<Compilation> compiled =
          file.isPresent() && !otherHead
              ? compiled(config.learning(), file.get())
              : Optional.empty();
      try {
        return new FromFile(
            from,
            otherHead ? Head.replaced(trained.model(), classes) : trained.model(),
            trained.weights(),
            file,
            compiled,
            config.learning().givenLearningRate());
      } catch (SettingException e) {
        throw e;
      } catch (IllegalArgumentException e) {
        throw new InvalidDataException("%s: %s".formatted(from, e.getMessage()));
      }
    }

    /** How the file was compiled; empty if it is compiled again, or was not compiled. */
    private static Optional<Compilation> compiled(LearningConfig learning, KerasFile file)
        throws IOException {
      if (learning.compilesAnew()) {
        return Optional.empty();
      }
      Optional<Compilation> compiled;
      try {
        compiled = file.compilation();
      } catch (InvalidDataException e) {
        throw new InvalidDataException(
            e.getMessage() + "; a setting such as optimizer compiles it anew");
      }
      if (compiled.isPresent() && learning.givenLearningRate().isPresent()) {
        LearningRate own = compiled.get().optimizer().learningRate();
        if (!(own instanceof LearningRate.Constant)) {
          throw SettingException.of(
              "{learningRate} can't change the file's schedule, %s; an option such as {optimizer}"
                  + " compiles it anew",
              own);
        }
      }
      return compiled;
    }

    @Override
    public Model network(RunConfig config, Dataset training) {
      ClassifierCheck.requireFit(model, training);
      if (config.network().batchNorm()) {
        throw SettingException.of(
            "{batchNorm} can't change the network of {from}, which has learned without it: leave it"
                + " out, or take {architecture} with {initialWeights}");
      }
      return config.network().regularization().of(model);
    }

    @Override
    public void load(GraphModel learner, Consumer<String> notes) throws IOException {
      if (file.isEmpty() || compiled.isEmpty()) {
        loadWeights(learner, notes);
        return;
      }
      ModelState state = file.get().state(compiled.get());
      learner.restore(state.state(learner.model(), compiled.get()));
      learningRate.ifPresent(rate -> learner.setLearningRate(rate.at(0)));
      notes.accept(
          String.format(
              Locale.ROOT,
              "Continuing from %s after %,d steps of %s, learning rate %s",
              from,
              state.steps(),
              compiled.get().optimizer().getClass().getSimpleName(),
              (float) learner.learningRate()));
    }

    private void loadWeights(GraphModel learner, Consumer<String> notes) {
      Map<String, float[]> known = new HashMap<>(weights);
      List<String> names = learner.model().weights().stream().map(Weight::name).toList();
      known.keySet().retainAll(names);
      learner.setWeights(known);
      List<String> fresh = names.stream().filter(name -> !known.containsKey(name)).toList();
      notes.accept(
          "Weights from %s, compiled anew%s"
              .formatted(from, fresh.isEmpty() ? "" : "; new are " + String.join(", ", fresh)));
    }
  }
}
