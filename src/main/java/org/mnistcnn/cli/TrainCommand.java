package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.app.TrainRun;
import org.mnistcnn.cli.options.GivenSettings;
import org.mnistcnn.cli.options.TakesSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains the network, tests it, and writes model, charts and measures. */
@TakesSettings
@Command(
    name = "train",
    description = "Trains the network; with no option: on MNIST, as the Keras program does.",
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--resume",
      description =
          "Resume the run of this --name from its last checkpoint, with the options it was started"
              + " with.")
  private boolean resume;

  @Override
  public Integer call() throws IOException {
    GivenSettings given = GivenSettings.of(spec);
    RunConfig config = given.all().over(RunConfig.DEFAULT);
    try (ConsoleObserver observer = new ConsoleObserver(spec)) {
      TrainRun.Result result =
          resume ? TrainRun.resume(given.all(), config, observer) : TrainRun.run(config, observer);
      PrintWriter out = spec.commandLine().getOut();
      if (result.interrupted()) {
        return Console.interrupted(out, "train", config.output());
      }
      Console.printWritten(out, result.written());
      return Console.printGates(out, result.gates());
    }
  }
}
