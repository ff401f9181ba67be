package org.mnistcnn.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What {@code train} makes of 12,000 images of the real MNIST in three epochs on the CPU: trained
 * once, for all tests that only look at it.
 *
 * @param outputs its output directory
 * @param run what it printed
 */
record TrainedMnist(Path outputs, Run run) implements AutoCloseable {

  Path savedModel() {
    return outputs.resolve("savedmodel/mnist_cnn/1");
  }

  Path metrics() {
    return outputs.resolve("charts/mnist_cnn/metrics.json");
  }

  private static TrainedMnist train() {
    try {
      Path outputs = Files.createTempDirectory("mnist-cnn-trained");
      Run run =
          Run.of(
              "train",
              "--limit",
              "12000",
              "--epochs",
              "3",
              "--device",
              "cpu",
              "--output-dir",
              outputs.toString());
      return new TrainedMnist(outputs, run);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(outputs)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }

  /** Gives it to every test that has it for a parameter. */
  static final class Resolver implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == TrainedMnist.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(TrainedMnist.class))
          .computeIfAbsent(TrainedMnist.class, key -> train(), TrainedMnist.class);
    }
  }
}
