package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mnistcnn.Architecture;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.InvalidDataException;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.TrainingState;
import org.mnistcnn.interop.KerasConfig;
import org.mnistcnn.interop.KerasFile;
import org.mnistcnn.nn.Compilation;
import org.mnistcnn.nn.LearningRate;
import org.mnistcnn.nn.Model;
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
  private final Optional<Model> given;
  private final Optional<Compilation> compiled;

  /**
   * A beginning.
   *
   * @param from the file that is trained on from, also where it is not needed any more
   * @param file what it holds, for a new run
   * @param given the network, if no option says it
   * @param compiled the compile settings, if no option says them
   */
  private Beginning(
      TrainCommand options,
      Optional<Path> from,
      Optional<KerasFile> file,
      Optional<Model> given,
      Optional<Compilation> compiled) {
    this.options = options;
    this.from = from;
    this.file = file;
    this.given = given;
    this.compiled = compiled;
  }

  /**
   * Reads what the options name.
   *
   * @param checkpoint where the run is resumed; empty for a new one
   */
  static Beginning of(TrainCommand options, Optional<Checkpoint> checkpoint) throws IOException {
    Optional<Path> from;
    try {
      from = options.transfer.from();
    } catch (IllegalArgumentException e) {
      throw options.common.usage(e);
    }
    if (from.isEmpty()) {
      return new Beginning(options, from, Optional.empty(), Optional.empty(), Optional.empty());
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
          Optional.ofNullable(facts.get(RunSettings.NETWORK)).map(KerasConfig::parse),
          Optional.ofNullable(facts.get(COMPILATION)).map(KerasConfig::parseCompilation));
    }
    KerasFile file = KerasFile.read(from.get());
    return new Beginning(
        options, from, Optional.of(file), Optional.of(file.model()), compiled(options, file));
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
              : network(training.imageShape(), training.classNames().size());
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

  /** The network that {@code --architecture} names, by its own name or that of a file. */
  private Model network(ImageShape image, int classes) throws IOException {
    String wanted =
        options.architecture == null ? Architecture.CNN.toString() : options.architecture;
    if (Files.exists(Path.of(wanted)) || wanted.endsWith(".json")) {
      return KerasConfig.read(Path.of(wanted));
    }
    Architecture named;
    try {
      named = Architecture.named(wanted);
    } catch (IllegalArgumentException e) {
      throw options.common.usage(e.getMessage() + ", or a file of Keras's config.json");
    }
    return named.network(image, classes);
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

  /** Sets the first state, if a file holds it, and says what it is. */
  void load(GraphModel learner, PrintWriter out) throws IOException {
    if (file.isEmpty()) {
      return;
    }
    if (compiled.isEmpty()) {
      learner.setWeights(file.get().weights());
      out.printf("Weights from %s, compiled anew%n", from.get());
      return;
    }
    TrainingState state = file.get().state(compiled.get());
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
