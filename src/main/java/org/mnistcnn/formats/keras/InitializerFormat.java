package org.mnistcnn.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.mnistcnn.nn.Initializer;

/** How initializers stand in Keras's JSON. */
final class InitializerFormat {

  private static final Map<String, RecordFormat<Initializer>> FORMATS =
      RecordFormat.byName(
          List.of(
              RecordFormat.of(new Initializer.Zeros()),
              RecordFormat.of(new Initializer.Ones()),
              seeded(new Initializer.RandomUniform()),
              seeded(new Initializer.RandomNormal()),
              seeded(new Initializer.TruncatedNormal()),
              scaled(new Initializer.GlorotUniform()),
              scaled(new Initializer.GlorotNormal()),
              scaled(new Initializer.HeUniform()),
              scaled(new Initializer.HeNormal()),
              scaled(new Initializer.LecunUniform()),
              scaled(new Initializer.LecunNormal())));

  private InitializerFormat() {}

  static Initializer read(JsonNode json) {
    KerasObject object = KerasObject.of(json, "initializer", FORMATS.keySet());
    return object.knownAs("initializer", FORMATS).read(object.config());
  }

  static ObjectNode write(Initializer initializer) {
    RecordFormat<Initializer> format = RecordFormat.of(FORMATS, initializer);
    return KerasObject.write("keras.initializers", format.className(), format.write(initializer));
  }

  private static RecordFormat<Initializer> seeded(Initializer defaults) {
    return RecordFormat.of(defaults).onlyNull("seed");
  }

  private static RecordFormat<Initializer> scaled(Initializer defaults) {
    return seeded(defaults).onlyNull("input_axes", "output_axes");
  }
}
