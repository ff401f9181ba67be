package org.mnistcnn.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.mnistcnn.data.Split;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.engine.GraphModel;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.savedmodel.SavedModelWriter;
import org.mnistcnn.metrics.Predictions;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.Optimizer;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dense;
import org.mnistcnn.nn.layers.Dropout;
import org.mnistcnn.nn.layers.Flatten;
import org.mnistcnn.nn.layers.MaxPooling2D;
import org.mnistcnn.nn.layers.Rescaling;
import org.mnistcnn.report.Report;
import org.mnistcnn.report.ReportInput;
import org.mnistcnn.train.FitOptions;
import org.mnistcnn.train.Trainer;
import org.tensorflow.ndarray.Shape;

/** The same piece by piece: a network of one's own, Keras's compile, fit and predict. */
final class PieceByPiece {

  private PieceByPiece() {}

  /** Trains on a data set, with a SavedModel and a report below a directory. */
  static void run(Path dataset, Path directory) throws IOException {
    TrainTestData data = DatasetReader.read(dataset);
    Split split = Split.last(data.training(), 0.2); // Keras's validation_split
    Model model =
        Model.sequential(
            Shape.of(28, 28, 1),
            new Rescaling(1 / 255.0),
            new Conv2D(32, 3, Activation.RELU),
            new MaxPooling2D(2),
            new Conv2D(64, 3, Activation.RELU),
            new MaxPooling2D(2),
            new Flatten(),
            new Dense(128, Activation.RELU),
            new Dropout(0.5),
            new Dense(10, Activation.SOFTMAX));
    System.out.println(model.summary());

    FitOptions options = new FitOptions(10, 128, 1); // epochs, batch size, seed
    Device device = Device.choose(Device.Choice.AUTO);
    Compilation compilation = new Compilation(new Optimizer.Adam(1e-3));
    try (GraphModel learner = new GraphModel(model, compilation, options.seed(), device)) {
      new Trainer(options, List.of()).fit(learner, split);
      Predictions predictions = learner.predict(data.test());
      System.out.println(predictions.accuracy());
      SavedModelWriter.publish(directory.resolve("model"), model, learner.weights());
      Report.write(
          directory.resolve("charts"),
          ReportInput.builder("mine", predictions).images(data.test()).build());
    }
  }
}
