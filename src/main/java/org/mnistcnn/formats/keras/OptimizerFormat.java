package org.mnistcnn.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.mnistcnn.common.Names;
import org.mnistcnn.nn.compile.GradientClipping;
import org.mnistcnn.nn.compile.Optimizer;

/**
 * How optimizers stand in Keras's JSON, where clipping and the moving average of the weights are
 * theirs as well.
 */
final class OptimizerFormat {

  private static final String NAME = "name";
  private static final String LEARNING_RATE = "learning_rate";
  private static final String CLIPVALUE = "clipvalue";
  private static final String CLIPNORM = "clipnorm";
  private static final String GLOBAL_CLIPNORM = "global_clipnorm";
  private static final String USE_EMA = "use_ema";
  private static final String EMA_MOMENTUM = "ema_momentum";
  private static final double DEFAULT_EMA_MOMENTUM = 0.99;

  private static final Map<String, RecordFormat<Optimizer>> FORMATS =
      RecordFormat.byName(Optimizer.known().stream().map(OptimizerFormat::format).toList());

  private OptimizerFormat() {}

  /** An optimizer and what Keras's JSON says with it. */
  record Settings(Optimizer optimizer, GradientClipping clipping, OptionalDouble emaMomentum) {}

  static Settings read(JsonNode json) {
    KerasObject object = KerasObject.of(json, "optimizer", FORMATS.keySet());
    ObjectNode settings = object.config().deepCopy();
    settings.remove(NAME);
    GradientClipping clipping = clipping(settings);
    OptionalDouble ema = ema(settings);
    return new Settings(object.knownAs("optimizer", FORMATS).read(settings), clipping, ema);
  }

  private static GradientClipping clipping(ObjectNode settings) {
    List<GradientClipping> clippings = new ArrayList<>();
    OptionalDouble value = take(settings, CLIPVALUE);
    value.ifPresent(bound -> clippings.add(new GradientClipping.ByValue(bound)));
    OptionalDouble norm = take(settings, CLIPNORM);
    norm.ifPresent(bound -> clippings.add(new GradientClipping.ByNorm(bound)));
    OptionalDouble global = take(settings, GLOBAL_CLIPNORM);
    global.ifPresent(bound -> clippings.add(new GradientClipping.ByGlobalNorm(bound)));
    if (clippings.size() > 1) {
      throw new IllegalArgumentException("there must be one kind of clipping, got " + clippings);
    }
    return clippings.isEmpty() ? new GradientClipping.None() : clippings.get(0);
  }

  private static OptionalDouble ema(ObjectNode settings) {
    boolean use = LayerFormat.flag(settings, USE_EMA, false);
    settings.remove(USE_EMA);
    double momentum = take(settings, EMA_MOMENTUM).orElse(DEFAULT_EMA_MOMENTUM);
    return use ? OptionalDouble.of(momentum) : OptionalDouble.empty();
  }

  /** Takes a number, or null, out of the settings. */
  private static OptionalDouble take(ObjectNode settings, String key) {
    JsonNode value = settings.remove(key);
    return value == null
        ? OptionalDouble.empty()
        : (OptionalDouble) SettingFormat.read(key, value, OptionalDouble.class);
  }

  /**
   * Writes an optimizer.
   *
   * @param learningRate what takes the place of its schedule if Keras has no such schedule
   */
  static ObjectNode write(Settings settings, double learningRate) {
    Optimizer optimizer = settings.optimizer();
    RecordFormat<Optimizer> format = RecordFormat.of(FORMATS, optimizer);
    ObjectNode config = format.write(optimizer);
    if (!config.path(LEARNING_RATE).isObject()) {
      config.set(LEARNING_RATE, DoubleNode.valueOf(learningRate));
    }
    config.put(NAME, Names.snakeCase(format.className()));
    for (String key : List.of(CLIPVALUE, CLIPNORM, GLOBAL_CLIPNORM)) {
      config.putNull(key);
    }
    if (settings.clipping() instanceof GradientClipping.ByValue clipping) {
      config.put(CLIPVALUE, clipping.clipvalue());
    } else if (settings.clipping() instanceof GradientClipping.ByNorm clipping) {
      config.put(CLIPNORM, clipping.clipnorm());
    } else if (settings.clipping() instanceof GradientClipping.ByGlobalNorm clipping) {
      config.put(GLOBAL_CLIPNORM, clipping.globalClipnorm());
    }
    config.put(USE_EMA, settings.emaMomentum().isPresent());
    config.put(EMA_MOMENTUM, settings.emaMomentum().orElse(DEFAULT_EMA_MOMENTUM));
    return KerasObject.write("keras.optimizers", format.className(), config);
  }

  /** Beside an optimizer's own settings, Keras has some that are not supported. */
  private static RecordFormat<Optimizer> format(Optimizer defaults) {
    RecordFormat<Optimizer> format =
        RecordFormat.of(defaults)
            .named("beta1", "beta_1")
            .named("beta2", "beta_2")
            .onlyNull(
                "ema_overwrite_frequency", "loss_scale_factor", "gradient_accumulation_steps");
    if (!format.keys().contains("weight_decay")) {
      format.onlyNull("weight_decay");
    }
    return defaults instanceof Optimizer.Adam || defaults instanceof Optimizer.AdamW
        ? format.only("amsgrad", false)
        : format;
  }
}
