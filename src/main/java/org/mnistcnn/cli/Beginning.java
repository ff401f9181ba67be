package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.ModelState;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.keras.KerasConfig;
import org.mnistcnn.formats.keras.KerasFile;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.LearningRate;
import org.mnistcnn.nn.rewrite.Head;
import org.mnistcnn.train.Checkpoint;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a run begins with: network, compile settings and first state, which are those of the
 * options, or of a file that is trained on from. A resumed run has them from its checkpoint, so
 * that it does not need the file any more.
 */
final class Beginning {

  private static final String COMPILATION = "the compile settings";
  private static final String LEARNING_RATE = "--learning-rate";

  private final TrainCommand options;
  private final Optional<Path> from;
  private final Optional<KerasFile> file;
  private final Optional<Map<String, float[]>> learned;
  private final Optional<Model> given;
  private final Optional<Compilation> compiled;

  /**
   * A beginning.
   *
   * @param from the file that is trained on from, also where it is not needed any more
   * @param file the same as a .keras file, if it is one, for a new run
   * @param learned the weights that are in it, for a new run
   * @param given the network, if no option says it
   * @param compiled the compile settings, if no option says them
   */
  private Beginning(
      TrainCommand options,
      Optional<Path> from,
      Optional<KerasFile> file,
      Optional<Map<String, float[]>> learned,
      Optional<Model> given,
      Optional<Compilation> compiled) {
    this.options = options;
    this.from = from;
    this.file = file;
    this.learned = learned;
    this.given = given;
    this.compiled = compiled;
  }

  /**
   * Reads what the options name.
   *
   * @param checkpoint where the run is resumed; empty for a new one
   * @param classes how many the training set has
   */
  static Beginning of(TrainCommand options, Optional<Checkpoint> checkpoint, int classes)
      throws IOException {
    Optional<Path> from;
    try {
      from = options.transfer.from();
    } catch (IllegalArgumentException e) {
      throw options.common.usage(e);
    }
    if (from.isEmpty()) {
      return new Beginning(
          options, from, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
    if (options.architecture != null) {
      throw options.common.usage(
          "--from brings its own network: leave out --architecture, or take --initial-weights");
    }
    if (checkpoint.isPresent()) {
      Map<String, String> facts = checkpoint.get().settings();
      return new Beginning(
          options,
          from,
          Optional.empty(),
          Optional.empty(),
          Optional.ofNullable(facts.get(RunSettings.NETWORK)).map(KerasConfig::parse),
          Optional.ofNullable(facts.get(COMPILATION)).map(KerasConfig::parseCompilation));
    }
    return read(options, from.get(), classes);
  }

  private static Beginning read(TrainCommand options, Path from, int classes) throws IOException {
    Optional<KerasFile> file =
        KerasFile.isNamedLikeOne(from) ? Optional.of(KerasFile.read(from)) : Optional.empty();
    TrainedModel trained =
        file.isPresent()
            ? TrainedModel.of(file.get().model(), file.get().weights())
            : ModelSource.read(
                from,
                Device.choose(Device.Choice.CPU),
                warning -> options.spec().commandLine().getErr().println("mnist-cnn: " + warning));
    boolean otherHead = options.transfer.replacesHead() || trained.hasOtherClasses(classes);
    Optional<Compilation> compiled =
        file.isPresent() && !otherHead ? compiled(options, file.get()) : Optional.empty();
    try {
      Model model = otherHead ? Head.replaced(trained.model(), classes) : trained.model();
      return new Beginning(
          options,
          Optional.of(from),
          file,
          Optional.of(trained.weights()),
          Optional.of(model),
          compiled);
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException("%s: %s".formatted(from, e.getMessage()));
    }
  }

  /** How the file was compiled; empty if options compile it anew, or it was not. */
  private static Optional<Compilation> compiled(TrainCommand options, KerasFile file)
      throws IOException {
    if (learningOptions(options, true).stream().anyMatch(option -> !option.equals(LEARNING_RATE))) {
      return Optional.empty();
    }
    Optional<Compilation> compiled;
    try {
      compiled = file.compilation();
    } catch (InvalidDataException e) {
      throw new InvalidDataException(
          e.getMessage() + "; an option such as --optimizer compiles it anew");
    }
    if (compiled.isPresent() && givenLearningRate(options).isPresent()) {
      LearningRate own = compiled.get().optimizer().learningRate();
      if (!(own instanceof LearningRate.Constant)) {
        throw options.common.usage(
            "--learning-rate can't change the file's schedule, %s; an option such as --optimizer"
                    .formatted(own)
                + " compiles it anew");
      }
    }
    return compiled;
  }

  private static Optional<LearningRate> givenLearningRate(TrainCommand options) {
    try {
      return options.learning.givenLearningRate();
    } catch (IllegalArgumentException e) {
      throw options.common.usage(e);
    }
  }

  /** The options of learning by name: those that were given, or those that were not. */
  private static Set<String> learningOptions(TrainCommand options, boolean given) {
    CommandSpec learning = options.spec().mixins().get("learning");
    if (learning == null) {
      throw new IllegalStateException("no options of learning");
    }
    return learning.options().stream()
        .map(OptionSpec::longestName)
        .filter(
            name -> options.spec().commandLine().getParseResult().hasMatchedOption(name) == given)
        .collect(Collectors.toSet());
  }

  /**
   * The network.
   *
   * @throws IOException if it is in a file that can't be read, or the images do not fit it
   */
  Model network(Dataset training) throws IOException {
    String source = from.map(Path::toString).orElse(options.architecture);
    try {
      Model model =
          given.isPresent()
              ? given.get()
              : NamedNetwork.of(options, training.imageShape(), training.classNames().size());
      GraphModel.requireFit(model, training);
      return model;
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(
          "%s: images of shape %s do not fit the network%s: %s"
              .formatted(
                  options.common.data(),
                  training.imageShape(),
                  source != null ? " of " + source : "",
                  e.getMessage()));
    }
  }

  /**
   * The network with what the options add to it against learning by heart. That of a resumed run
   * has it already where a file brought the network.
   */
  Model regularized(Model network) {
    if (given.isPresent() && learned.isEmpty()) {
      return network;
    }
    if (learned.isPresent() && options.regularization.batchNorm()) {
      throw options.common.usage(
          "--batch-norm can't change the network of --from, which has learned without it: leave it"
              + " out, or take --architecture with --initial-weights");
    }
    try {
      return options.regularization.of(network);
    } catch (IllegalArgumentException e) {
      throw options.common.usage(e);
    }
  }

  /** The compile settings, see {@link LearningOptions#compilation}. */
  Compilation compilation(int epochs, int stepsAnEpoch, int classes) {
    try {
      return compiled.isPresent()
          ? compiled.get()
          : options.learning.compilation(epochs, stepsAnEpoch, classes);
    } catch (IllegalArgumentException e) {
      throw options.common.usage(e);
    }
  }

  /** How the file was compiled, where that decides. */
  Optional<Compilation> compiled() {
    return compiled;
  }

  /** Sets the first state, if a file holds it, and says what it is. */
  void load(GraphModel learner, PrintWriter out) throws IOException {
    if (learned.isEmpty()) {
      return;
    }
    if (file.isEmpty() || compiled.isEmpty()) {
      Map<String, float[]> weights = new HashMap<>(learned.get());
      List<String> names = learner.model().weights().stream().map(Weight::name).toList();
      weights.keySet().retainAll(names);
      learner.setWeights(weights);
      List<String> fresh = names.stream().filter(name -> !weights.containsKey(name)).toList();
      out.printf(
          "Weights from %s, compiled anew%s%n",
          from.get(), fresh.isEmpty() ? "" : "; new are " + String.join(", ", fresh));
      return;
    }
    ModelState state = file.get().state(compiled.get());
    learner.restore(state.state(learner.model(), compiled.get()));
    givenLearningRate(options).ifPresent(rate -> learner.setLearningRate(rate.at(0)));
    out.printf(
        Locale.ROOT,
        "Going on from %s after %,d steps of %s, step size %s%n",
        from.get(),
        state.steps(),
        compiled.get().optimizer().getClass().getSimpleName(),
        (float) learner.learningRate());
  }

  /** Options that decide nothing here, since a file does. */
  Set<String> unusedOptions() {
    return compiled.isPresent() ? learningOptions(options, false) : Set.of();
  }

  /** What a resumed run must find again, beside the data and the network. */
  Map<String, String> facts() {
    return compiled
        .map(
            settings ->
                Map.of(
                    COMPILATION,
                    KerasConfig.json(settings, settings.optimizer().learningRate().at(0))))
        .orElseGet(Map::of);
  }
}
