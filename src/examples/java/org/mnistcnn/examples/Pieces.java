package org.mnistcnn.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.mnistcnn.data.Split;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.ModelState;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.keras.KerasFile;
import org.mnistcnn.gates.Gate;
import org.mnistcnn.gates.GateResults;
import org.mnistcnn.gates.Gates;
import org.mnistcnn.metrics.McNemar;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.metrics.Scores;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelBuilder;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.GradientClipping;
import org.mnistcnn.nn.compile.LearningRate;
import org.mnistcnn.nn.compile.Loss;
import org.mnistcnn.nn.compile.Metric;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.nn.layers.Add;
import org.mnistcnn.nn.layers.BatchNormalization;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.GlobalAveragePooling2D;
import org.mnistcnn.nn.layers.Padding;
import org.mnistcnn.report.Report;
import org.mnistcnn.report.ReportInput;
import org.mnistcnn.train.Callback;
import org.mnistcnn.train.Checkpoint;
import org.mnistcnn.train.CheckpointStore;
import org.mnistcnn.train.FitOptions;
import org.mnistcnn.train.History;
import org.mnistcnn.train.RunView;
import org.mnistcnn.train.Trainer;
import org.mnistcnn.train.callbacks.SaveCheckpoints;
import org.tensorflow.ndarray.Shape;

/** Pieces of the library, one per section of docs/API.md. */
final class Pieces {

  private Pieces() {}

  static Model network() {
    ModelBuilder builder = new ModelBuilder(Shape.of(32, 32, 3));
    ModelBuilder.Value x = builder.add(new Conv2D(16, 3, Activation.RELU), builder.input());
    ModelBuilder.Value shortcut = x;
    x = builder.add(Conv2D.builder(16, 3).padding(Padding.SAME).build(), x);
    x = builder.add(new BatchNormalization(), x);
    x = builder.add(new Add(), shortcut, x);
    x = builder.add(new GlobalAveragePooling2D(), x);
    Model resnet = builder.build(builder.add(new Dense(10, Activation.SOFTMAX), x));
    return resnet;
  }

  static Compilation compilation() {
    LearningRate rate = new LearningRate.CosineDecay(0, 3000, 0.1, 300);
    return Compilation.builder(new Optimizer.SGD(rate, 0.9, true))
        .loss(new Loss.CategoricalCrossentropy(0.1))
        .metrics(List.of(new Metric.Accuracy(), new Metric.TopKAccuracy(3)))
        .clipping(new GradientClipping.ByGlobalNorm(1))
        .emaMomentum(0.99)
        .build();
  }

  static GateResults numbers(Predictions predictions, Predictions others, Path directory)
      throws IOException {
    Scores scores = Scores.of(predictions); // all of scikit-learn's numbers
    System.out.println(scores.report().text()); // its classification_report
    System.out.println(scores.macroAuc() + " " + scores.calibration().error());
    System.out.println(McNemar.of(predictions, others).pValue());
    Gate gate = Gate.parse(Gate.Kind.FAIL_UNDER, "recall[8]=0.97");
    Gates gates = new Gates(List.of(gate), Optional.empty());
    GateResults results = gates.check(scores, predictions); // results.passed()
    Report.write(directory, ReportInput.builder("model", predictions).gates(results).build());
    return results;
  }

  static void keras(Path from, Path to, FitOptions options, Device device, Split split)
      throws IOException {
    KerasFile file = KerasFile.read(from); // saved by Python or by Java
    Compilation compilation = file.compilation().orElseThrow(); // empty if it was not compiled
    try (GraphModel learner = new GraphModel(file.model(), compilation, options.seed(), device)) {
      learner.restore(file.state(compilation).state(file.model(), compilation)); // weights, slots
      new Trainer(options, List.of()).fit(learner, split); // continues
      ModelState state = ModelState.of(learner.model(), learner.state());
      KerasFile.write(to, learner.model(), compilation, state, InstantSource.system());
    }
  }

  static Callback callback() {
    Callback printer =
        new Callback() {
          @Override
          public void onEpochEnd(History.Epoch epoch, RunView training) {
            System.out.println(epoch.logs().get("val_accuracy"));
          }
        };
    return printer;
  }

  static Trainer.Outcome resumed(
      Path directory, FitOptions options, GraphModel learner, Split split) throws IOException {
    CheckpointStore store = new CheckpointStore(directory.resolve("checkpoints"));
    long interval = Duration.ofMinutes(5).toNanos();
    Callback saver = new SaveCheckpoints(store, interval, System::nanoTime, () -> false);
    Trainer trainer = new Trainer(options, List.of(saver));
    Optional<Checkpoint> last = store.latest(System.err::println);
    Trainer.Outcome outcome =
        last.isPresent()
            ? trainer.resume(learner, split, last.get())
            : trainer.fit(learner, split);
    return outcome;
  }
}
