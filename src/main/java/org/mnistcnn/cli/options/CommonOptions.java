package org.mnistcnn.cli.options;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.engine.device.Device;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that runs a model on a data set. */
public final class CommonOptions {

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "The data set: files of arrays or a folder of images, in any of the forms of docs/DATA.md"
              + " (default: the bundled MNIST).")
  @Nullable Path data;

  @Mixin final FolderOptions folder = new FolderOptions();

  @Option(
      names = "--output-dir",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where savedmodel/, charts/ and runs/ are (default: the current directory).")
  Path outputDirectory = Path.of(".");

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      converter = DeviceChoiceConverter.class,
      description =
          "auto takes a GPU if TensorFlow sees one, cpu the CPU, gpu a GPU or nothing; gpu:1 that"
              + " one, gpu:0,gpu:1 both, which share each batch of a training (default:"
              + " ${DEFAULT-VALUE}).")
  Device.Choice device = Device.Choice.AUTO;

  @Option(names = "--verbose", description = "Say more, and show the stack trace of a failure.")
  boolean verbose;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "mnist_cnn",
      description = "Name of the model and of its output directories (default: ${DEFAULT-VALUE}).")
  String name = "mnist_cnn";

  /** Whether to say more. */
  public boolean verbose() {
    return verbose;
  }
}
