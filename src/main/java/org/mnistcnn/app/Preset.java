package org.mnistcnn.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.mnistcnn.common.Json;
import org.mnistcnn.common.Names;
import org.mnistcnn.common.SettingException;

/** A network of {@link org.mnistcnn.zoo.Architecture} with settings that suit it. */
public enum Preset {
  /** The Keras program's network and plan, which are the defaults. */
  CNN("{}"),

  /**
   * For MNIST: 15 epochs on all but a twentieth of the images, moved about a little, along one
   * cycle of the learning rate.
   */
  DEEP(
      """
      {"epochs": 15, "batch-size": 64, "validation-split": 0.05, "schedule": "one_cycle",
       "learning-rate": 0.003, "augment": "rotation=10,zoom=0.1,shift=0.1"}"""),

  /** 20 epochs with AdamW along one cycle of the learning rate. */
  RESNET(
      """
      {"epochs": 20, "batch-size": 128, "validation-split": 0.1, "optimizer": "adamw",
       "schedule": "one_cycle", "learning-rate": 0.005}"""),

  /** 20 epochs along one cycle of the learning rate. */
  MOBILENET(
      """
      {"epochs": 20, "batch-size": 128, "validation-split": 0.1, "schedule": "one_cycle",
       "learning-rate": 0.005}""");

  private final String plan;

  Preset(String plan) {
    this.plan = plan;
  }

  /** The preset's settings, its network among them. */
  public Overlay settings() {
    Overlay network = Overlay.of("architecture", toString());
    try {
      return network.and(Overlay.parse(Json.MAPPER.readTree(plan)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The preset of a name.
   *
   * @throws SettingException if there is none; the message says the nearest
   */
  public static Preset named(String name) {
    Map<String, Preset> byName = new LinkedHashMap<>();
    Arrays.stream(values()).forEach(each -> byName.put(each.toString(), each));
    return Names.find("preset", name, byName);
  }

  /** The name, such as {@code deep}; also that of its network. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
