package org.mnistcnn.cli;

import org.tensorflow.TensorFlow;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Versions implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Versions.class.getPackage().getImplementationVersion();
    return new String[] {
      "mnist-cnn " + (version == null ? "(development build)" : version),
      "TensorFlow " + TensorFlow.version(),
      "Java " + System.getProperty("java.version")
    };
  }
}
