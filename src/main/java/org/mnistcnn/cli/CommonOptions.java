package org.mnistcnn.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.data.read.FolderReadOptions;
import org.mnistcnn.engine.device.ComputeOptions;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.engine.device.TensorFlowVersion;
import org.mnistcnn.formats.Provenance;
import org.mnistcnn.gates.Gates;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that runs a model on a data set. */
final class CommonOptions {

  /** All of them. */
  static final Set<String> NAMES =
      Stream.concat(
              FolderOptions.NAMES.stream(),
              Stream.of("--data", "--name", "--output-dir", "--device", "--verbose"))
          .collect(Collectors.toUnmodifiableSet());

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "Directory of IDX files named as MNIST's, an .npz file laid out as Keras's mnist.npz, or a"
              + " folder with a folder of images for each class (default: the bundled MNIST).")
  private @Nullable Path data;

  @Mixin private final FolderOptions folder = new FolderOptions();

  private String name = "mnist_cnn";

  @Option(
      names = "--output-dir",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where savedmodel/, charts/ and runs/ are (default: the current directory).")
  private Path outputDirectory = Path.of(".");

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      converter = DeviceChoiceConverter.class,
      description =
          "auto takes a GPU if TensorFlow sees one, cpu the CPU, gpu a GPU or nothing; gpu:1 that"
              + " one, gpu:0,gpu:1 both, which share each batch of a training (default:"
              + " ${DEFAULT-VALUE}).")
  private Device.Choice device = Device.Choice.AUTO;

  @Option(names = "--verbose", description = "Say more, and show the stack trace of a failure.")
  private boolean verbose;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "mnist_cnn",
      description = "Name of the model and of its output directories (default: ${DEFAULT-VALUE}).")
  void setName(String value) {
    if (!NAME.matcher(value).matches()) {
      throw usage(
          "--name must be letters, digits, '.', '_' and '-', beginning with a letter or digit, got '"
              + value
              + "'");
    }
    name = value;
  }

  /** The data set's directory: what was asked for, or the one that comes with the program. */
  Path data() {
    return data != null
        ? data
        : Path.of(System.getProperty("mnistcnn.home", "."), "data", "mnist").normalize();
  }

  /**
   * Reads the data set.
   *
   * @param notes are told what was left out or decided
   */
  TrainTestData trainTest(Consumer<String> notes) throws IOException {
    try {
      return DatasetReader.read(data(), folder.readOptions(), notes);
    } catch (IllegalArgumentException e) {
      throw usage(e);
    }
  }

  /**
   * Reads the data set for a model, in its size and split as its training split it.
   *
   * @param notes are told what was left out or decided
   */
  TrainTestData trainTest(TrainedModel model, Consumer<String> notes) throws IOException {
    try {
      return DatasetReader.read(
          data(), folder.readOptions(data(), model.imageShape(), model.facts()), notes);
    } catch (IllegalArgumentException e) {
      throw usage(e);
    }
  }

  /**
   * Reads the test set for a model, in its size and with its classes.
   *
   * @param known what its file says of the model
   */
  Dataset test(Classifier model, Provenance known, Consumer<String> notes) throws IOException {
    List<String> names =
        known.classNames().size() == model.classes()
            ? known.classNames()
            : IntStream.range(0, model.classes()).mapToObj(Integer::toString).toList();
    try {
      FolderReadOptions readOptions = folder.readOptions(data(), model.imageShape(), known.facts());
      return DatasetReader.readTest(data(), readOptions, names, notes);
    } catch (IllegalArgumentException e) {
      throw usage(e);
    }
  }

  /**
   * Reads the test set of a run.
   *
   * @param from where it is
   * @param then the run's options by name
   */
  Dataset test(Path from, Map<String, String> then, List<String> classNames) throws IOException {
    try {
      return DatasetReader.readTest(from, folder.readOptions(from, then), classNames, note -> {});
    } catch (IllegalArgumentException e) {
      throw usage(e);
    }
  }

  /** Whether a data set was asked for. */
  boolean dataGiven() {
    return data != null;
  }

  Outputs outputs() {
    return new Outputs(outputDirectory, name);
  }

  /** The options that lead another command to the same files: {@code " --name mnist_cnn"}. */
  String whereabouts() {
    return whereabouts(name);
  }

  /** The same for another name. */
  String whereabouts(String name) {
    Path here = Path.of(".");
    return " --name "
        + name
        + (outputDirectory.equals(here) ? "" : " --output-dir " + outputDirectory);
  }

  Device device() {
    return Device.choose(device);
  }

  /**
   * The device of a command that runs a model on one device only.
   *
   * @throws ParameterException if certain ones were asked for
   */
  Device anyDevice() {
    requireUnnumbered(device, command);
    return device();
  }

  static void requireUnnumbered(Device.Choice choice, @Nullable CommandSpec command) {
    if (!choice.indices().isEmpty() && command != null) {
      throw new ParameterException(
          command.commandLine(),
          "--device must be auto, cpu or gpu here, got %s; CUDA_VISIBLE_DEVICES=1 lets the program"
                  .formatted(choice)
              + " see the second GPU only");
    }
  }

  /**
   * The device, computing in this way, and TensorFlow loaded, which takes as long as reading MNIST:
   * for {@link Background}.
   */
  Device loadedDevice(ComputeOptions execution) {
    Device chosen = device().with(execution);
    TensorFlowVersion.current();
    return chosen;
  }

  String name() {
    return name;
  }

  boolean verbose() {
    return verbose;
  }

  /**
   * The same for a setting that its own type refused: {@code batchSize must be ...} becomes {@code
   * --batch-size must be ...} where there is such an option.
   */
  ParameterException usage(IllegalArgumentException refused) {
    return usage(
        command == null ? String.valueOf(refused.getMessage()) : asOption(refused, command));
  }

  /** The message about a setting as one about the option of this command that sets it. */
  static String asOption(IllegalArgumentException refused, CommandSpec command) {
    String message = String.valueOf(refused.getMessage());
    String setting = message.substring(0, Math.max(0, message.indexOf(' ')));
    String option = "--" + setting.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    return command.findOption(option) != null
        ? option + message.substring(setting.length())
        : message;
  }

  /** A setting; one that is refused is an error in the command line. */
  <T> T checked(Supplier<T> setting) {
    try {
      return setting.get();
    } catch (IllegalArgumentException e) {
      throw usage(e);
    }
  }

  /** The gates that the options ask for; a wrong one is an error in the command line. */
  Optional<Gates> checkedGates(GateOptions options, List<String> classNames) throws IOException {
    try {
      return options.gates(classNames);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  /** An error in the command line, to be thrown. */
  ParameterException usage(String message) {
    if (command == null) {
      throw new IllegalStateException("options are not part of a command");
    }
    return new ParameterException(command.commandLine(), message);
  }
}
