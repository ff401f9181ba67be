package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.mnistcnn.app.ModelSource;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.ExportFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    description =
        "Writes the model of a run, a checkpoint, a SavedModel or a .keras file in another format.")
final class ExportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "PATH",
      description =
          "A run (runs/mnist_cnn), a checkpoint (.ckpt), a SavedModel of this program"
              + " (savedmodel/mnist_cnn/1), or a .keras file.")
  private Path from = Path.of("");

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "savedmodel, keras or onnx.")
  private ExportFormat format = ExportFormat.SAVEDMODEL;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "PATH",
      description =
          "For savedmodel the directory that gets the next version (savedmodel/mnist_cnn), otherwise"
              + " the file.")
  private Path to = Path.of("");

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    TrainedModel trained =
        ModelSource.read(
            from, Device.choose(Device.Choice.CPU), warning -> Console.warn(spec, warning));
    Console.printWritten(out, List.of(format.write(to, trained)));
    return 0;
  }
}
