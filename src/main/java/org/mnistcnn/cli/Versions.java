package org.mnistcnn.cli;

import org.mnistcnn.engine.device.TensorFlowVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Versions implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Versions.class.getPackage().getImplementationVersion();
    return new String[] {
      "mnist-cnn " + (version == null ? "(development build)" : version),
      "TensorFlow " + TensorFlowVersion.current(),
      "Java " + System.getProperty("java.version")
    };
  }
}
