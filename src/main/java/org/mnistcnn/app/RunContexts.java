package org.mnistcnn.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.engine.device.TensorFlowVersion;
import org.mnistcnn.report.RunContext;

/** What reports say of the machine, and of models that were not trained by this process. */
public final class RunContexts {

  private RunContexts() {}

  /** The context of a model that was not trained by this process. */
  static RunContext ofModel(Path model, String network, Path directory, Dataset test, Device on) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put("test set", test.fingerprint());
    data.put("directory", directory.toString());
    data.put("model", model.toString());
    return new RunContext(network, Map.of(), data, versions(), on.description(), Map.of());
  }

  /**
   * The settings that a run was started with. Version 0.1 wrote them as options; those of a command
   * that trained several runs are left out.
   */
  static Overlay settings(RunContext context) {
    Map<String, String> texts = new LinkedHashMap<>();
    context
        .settings()
        .forEach(
            (name, text) -> {
              String key = name.startsWith("--") ? name.substring(2) : name;
              if (Setting.ofKey(key).isPresent() && !text.isEmpty()) {
                texts.put(key, text);
              }
            });
    return Overlay.ofTexts(texts);
  }

  /** The program and what it runs on. */
  public static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    String own = RunContexts.class.getPackage().getImplementationVersion();
    versions.put("mnist-cnn", own == null ? "(development build)" : own);
    versions.put("TensorFlow", TensorFlowVersion.current());
    versions.put("Java", System.getProperty("java.version"));
    versions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return versions;
  }
}
