package org.mnistcnn.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.mnistcnn.engine.StagedLearner;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.LearningRate;
import org.mnistcnn.train.FitOptions;

/** What {@code --unfreeze-at} asks for: more is trained, by an optimizer that begins anew. */
final class SecondStage {

  private SecondStage() {}

  /**
   * The stage, if there is one; it says so when it begins.
   *
   * @param first the network of the first stage
   * @param compiled how a file was compiled, where it decides
   */
  static Optional<StagedLearner.Second> of(
      TrainCommand options,
      Model first,
      Optional<Compilation> compiled,
      FitOptions plan,
      int stepsAnEpoch,
      int classes,
      PrintWriter out) {
    try {
      OptionalInt epoch = options.transfer.unfreezeAt(plan.epochs());
      if (epoch.isEmpty()) {
        return Optional.empty();
      }
      int begin = epoch.getAsInt();
      Model model = options.transfer.unfreeze(first);
      StagedLearner.Stage stage =
          compiled.isPresent()
              ? ofFile(options, model, compiled.get())
              : new StagedLearner.Stage(
                  model,
                  options.learning.compilation(
                      plan.epochs() - begin, stepsAnEpoch, classes, rate(options)),
                  OptionalDouble.empty());
      return Optional.of(
          new StagedLearner.Second(begin, stage, () -> print(out, begin, first, model)));
    } catch (IllegalArgumentException e) {
      throw options.common.usage(e);
    }
  }

  private static Optional<Double> rate(TrainCommand options) {
    return options
        .transfer
        .unfreezeLearningRate()
        .or(() -> options.learning.givenLearningRate().map(given -> given.at(0)));
  }

  private static StagedLearner.Stage ofFile(
      TrainCommand options, Model model, Compilation compiled) {
    LearningRate there = compiled.optimizer().learningRate();
    if (options.transfer.unfreezeLearningRate().isPresent()
        && !(there instanceof LearningRate.Constant)) {
      throw new IllegalArgumentException(
          "unfreezeLearningRate can't change the file's schedule, %s; an option such as --optimizer"
                  .formatted(there)
              + " compiles it anew");
    }
    return new StagedLearner.Stage(
        model, compiled, rate(options).map(OptionalDouble::of).orElse(OptionalDouble.empty()));
  }

  private static void print(PrintWriter out, int epoch, Model first, Model second) {
    out.printf(
        Locale.ROOT,
        "From epoch %d on, %,d parameters are trained, before %,d%n",
        epoch + 1,
        second.trainedParameters(),
        first.trainedParameters());
  }
}
