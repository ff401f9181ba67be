package org.mnistcnn.cli;

import java.util.Map;
import java.util.stream.Stream;
import org.mnistcnn.app.RunContexts;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Versions implements IVersionProvider {

  @Override
  public String[] getVersion() {
    Map<String, String> versions = RunContexts.versions();
    return Stream.of("mnist-cnn", "TensorFlow", "Java")
        .map(program -> program + " " + versions.get(program))
        .toArray(String[]::new);
  }
}
