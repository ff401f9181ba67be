package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.cli.options.EndpointOptions;
import org.mnistcnn.common.Json;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.image.ImageFile;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.formats.Classifiers;
import org.mnistcnn.formats.Provenance;
import org.mnistcnn.metrics.Predictions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a model sees on images. */
@Command(name = "predict", description = "Prints the class of each image and its probability.")
final class PredictCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "PATH",
      description =
          "A SavedModel, such as savedmodel/mnist_cnn/1, or a .keras file, such as"
              + " runs/mnist_cnn/mnist_cnn.keras.")
  private Path model = Path.of("");

  @Mixin private final EndpointOptions way = new EndpointOptions();

  @Option(names = "--json", description = "Print JSON, with the probabilities of all classes.")
  private boolean json;

  @Option(
      names = "--as-they-are",
      description =
          "Never invert; a SavedModel that was trained on a folder of images does not need it.")
  private boolean asTheyAre;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description = "auto, cpu or gpu (default: ${DEFAULT-VALUE}).")
  private Device.Choice device = Device.Choice.CPU;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE",
      description =
          "PNG or JPEG files of any size; dark digits on a light ground are inverted, since the"
              + " model has learned light on dark.")
  private List<Path> files = List.of();

  @Override
  public Integer call() throws IOException {
    Device where = Device.choose(Devices.unnumbered(device));
    try (Classifier reader = Classifiers.open(model, where, way.endpoint())) {
      Provenance known = Provenance.of(model);
      List<ImageFile> images = new ArrayList<>();
      for (Path file : files) {
        images.add(ImageFile.read(file, reader.imageShape(), known.invertsLight() && !asTheyAre));
      }
      Predictions predictions = predict(reader, known, images);
      PrintWriter out = Console.out(spec);
      if (json) {
        out.print(Json.pretty(rows(images, predictions)));
      } else {
        printLines(out, images, predictions);
      }
    }
    return 0;
  }

  private static Predictions predict(Classifier reader, Provenance known, List<ImageFile> images) {
    List<String> classNames =
        known.classNames().size() == reader.classes()
            ? known.classNames()
            : IntStream.range(0, reader.classes()).mapToObj(Integer::toString).toList();
    int size = reader.imageShape().size();
    byte[] pixels = new byte[images.size() * size];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i).pixels(), 0, pixels, i * size, size);
    }
    int[] unknown = new int[images.size()];
    Dataset batch = new Dataset(reader.imageShape(), classNames, pixels, unknown);
    return new Predictions(classNames, unknown, reader.probabilities(batch));
  }

  private void printLines(PrintWriter out, List<ImageFile> images, Predictions predictions) {
    for (int i = 0; i < images.size(); i++) {
      int predicted = predictions.predicted(i);
      out.printf(
          Locale.ROOT,
          "%s: %s (%.4f)%s%n",
          images.get(i).file(),
          predictions.classNames().get(predicted),
          predictions.probability(i, predicted),
          Console.isVerbose(spec) && images.get(i).inverted() ? ", dark on light: inverted" : "");
    }
  }

  private static List<Map<String, Object>> rows(List<ImageFile> images, Predictions predictions) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      int predicted = predictions.predicted(i);
      Map<String, Float> probabilities = new LinkedHashMap<>();
      for (int category = 0; category < predictions.classNames().size(); category++) {
        probabilities.put(
            predictions.classNames().get(category), predictions.probability(i, category));
      }
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("file", images.get(i).file().toString());
      row.put("class", predictions.classNames().get(predicted));
      row.put("probability", predictions.probability(i, predicted));
      row.put("inverted", images.get(i).inverted());
      row.put("probabilities", probabilities);
      rows.add(row);
    }
    return rows;
  }
}
