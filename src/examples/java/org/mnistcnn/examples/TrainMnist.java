package org.mnistcnn.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.app.RunObserver;
import org.mnistcnn.app.TrainRun;

/** All of {@code ./mnist-cnn train}: data, training, test, exports, charts. */
final class TrainMnist {

  private TrainMnist() {}

  /** Trains on a data set for some epochs, with all files below a directory. */
  static TrainRun.Result run(Path dataset, int epochs, Path directory) throws IOException {
    RunConfig defaults = RunConfig.DEFAULT;
    RunConfig config =
        defaults
            .withData(defaults.data().with().data(dataset).build())
            .withFit(defaults.fit().with().epochs(epochs).batchSize(64).build())
            .withLearning(defaults.learning().with().optimizer("adamw").build())
            .withOutput(defaults.output().with().name("mine").outputDir(directory).build());
    TrainRun.Result result = TrainRun.run(config, RunObserver.SILENT);
    System.out.println(result.test().orElseThrow().scores().report().text());
    result.written().forEach(System.out::println);
    return result;
  }
}
