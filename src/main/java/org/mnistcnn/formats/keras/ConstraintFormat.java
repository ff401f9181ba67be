package org.mnistcnn.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Map;
import org.mnistcnn.nn.Constraint;

/** How constraints stand in Keras's JSON. */
final class ConstraintFormat {

  private static final Map<String, RecordFormat<Constraint>> FORMATS =
      RecordFormat.byName(
          List.of(
              RecordFormat.of(new Constraint.MaxNorm()),
              RecordFormat.of(new Constraint.MinMaxNorm()),
              RecordFormat.of(new Constraint.NonNeg()),
              RecordFormat.of(new Constraint.UnitNorm())));

  private ConstraintFormat() {}

  static Constraint read(JsonNode json) {
    if (json.isNull()) {
      return new Constraint.None();
    }
    KerasObject object = KerasObject.of(json, "constraint", FORMATS.keySet());
    return object.knownAs("constraint", FORMATS).read(object.config());
  }

  static JsonNode write(Constraint constraint) {
    if (constraint instanceof Constraint.None) {
      return NullNode.instance;
    }
    RecordFormat<Constraint> format = RecordFormat.of(FORMATS, constraint);
    return KerasObject.write("keras.constraints", format.className(), format.write(constraint));
  }
}
