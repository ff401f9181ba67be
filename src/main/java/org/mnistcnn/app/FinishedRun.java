package org.mnistcnn.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.Provenance;
import org.mnistcnn.report.ReportInput;
import org.mnistcnn.report.RunContext;
import org.mnistcnn.train.History;
import org.mnistcnn.train.HistoryCsv;

/**
 * What {@code train} left of a run that came to its end.
 *
 * @param name the run's name
 * @param model its exported model
 * @param data the directory that the test set is from
 */
public record FinishedRun(
    String name, Path model, Path data, Dataset test, History history, RunContext context) {

  /**
   * Reads it, and its test set: that which is asked for, else the run's own.
   *
   * @throws IOException if the run is not there or not finished, or another test set is read than
   *     the run was tested on
   */
  public static FinishedRun read(Path directory, DataConfig asked) throws IOException {
    Path file = TrainRun.file(directory);
    if (!Files.exists(file)) {
      throw new IOException(
          "%s: not a finished run (no %s in it); name a directory such as runs/mnist_cnn"
              .formatted(directory, file.getFileName()));
    }
    RunContext context = RunContext.read(file);
    Path model = directory.resolve(context.data().getOrDefault("model", "")).normalize();
    DataConfig data = asked.orAsIn(RunContexts.settings(context).over(RunConfig.DEFAULT).data());
    Dataset test =
        DatasetReader.readTest(
            data.place(), data.reading(), Provenance.of(model).classNames(), note -> {});
    String then = context.data().getOrDefault("test set", "");
    if (asked.data().isEmpty() && !then.equals(test.fingerprint())) {
      throw new IOException(
          "%s: the test set of %s is not the one of this run (%s, now %s); bring it back, or name"
                  .formatted(directory, data.place(), then, test.fingerprint())
              + " another data set");
    }
    return new FinishedRun(
        directory.toAbsolutePath().normalize().getFileName().toString(),
        model,
        data.place(),
        test,
        history(directory.resolve("history.csv")),
        context);
  }

  /** An ensemble has none. */
  private static History history(Path file) throws IOException {
    return Files.exists(file) ? HistoryCsv.read(file) : new History();
  }

  /** Tests the model again. */
  public ReportInput evidence(String called, Device device) throws IOException {
    RunContext told =
        context.withData("test set", test.fingerprint()).withData("model", model.toString());
    return new TestedModel(model, data, test, device)
        .evidence(called)
        .with()
        .history(history)
        .context(told)
        .build();
  }
}
