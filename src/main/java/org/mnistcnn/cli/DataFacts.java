package org.mnistcnn.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.report.RunContext;

/** What reports and checkpoints say of data and of the machine. */
final class DataFacts {

  private DataFacts() {}

  /** Number and hash: equal for the same images with the same labels, in the same order. */
  static String fingerprint(Dataset data) {
    return "%d images, CRC-32C %08x".formatted(data.count(), data.checksum());
  }

  /** The context of a model that was not trained by this process. */
  static RunContext ofModel(Path model, String network, Path directory, Dataset test, Device on) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("test set", fingerprint(test));
    data.put("directory", directory.toString());
    data.put("model", model.toString());
    return new RunContext(network, Map.of(), data, versions(), on.description(), Map.of());
  }

  /** The program and what it runs on. */
  static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    for (String version : new Versions().getVersion()) {
      int space = version.indexOf(' ');
      versions.put(version.substring(0, space), version.substring(space + 1));
    }
    versions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }
}
