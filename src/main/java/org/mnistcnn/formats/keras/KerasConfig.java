package org.mnistcnn.formats.keras;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.Json;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.compile.Compilation;

/**
 * Networks in Keras 3's {@code config.json}: what {@code model.to_json()} writes, {@code
 * keras.models.model_from_json} reads, and a {@code .keras} file holds. The architecture alone:
 * {@link KerasFile} has weights, and how a model was compiled.
 *
 * <p>Sequential models and functional ones with one input and one output are known, with the layers
 * of {@link org.mnistcnn.nn}, on float32 and images whose channels are the last axis. Whatever else
 * a file asks for is refused by name and place; nothing is left out quietly. Only the names of the
 * model and of its input are not kept.
 */
public final class KerasConfig {

  private KerasConfig() {}

  /**
   * Reads a model from a file.
   *
   * @throws InvalidDataException if the file does not hold such a model; the message names file,
   *     layer and rule
   * @throws IOException if the file can't be read
   */
  public static Model read(Path file) throws IOException {
    try {
      return parse(Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new InvalidDataException("%s: not JSON: the text is not UTF-8".formatted(file));
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException("%s: %s".formatted(file, e.getMessage()));
    }
  }

  /**
   * Reads a model.
   *
   * @throws IllegalArgumentException if {@code json} is no such model, or its layers do not fit
   *     together; the message names the layer and its index
   */
  public static Model parse(String json) {
    return ConfigReader.read(tree(json));
  }

  /**
   * Reads how a model was compiled: what {@code model.get_compile_config()} gives.
   *
   * @throws IllegalArgumentException if {@code json} asks for something that is not here
   */
  public static Compilation parseCompilation(String json) {
    return CompilationFormat.read(tree(json));
  }

  /** The JSON in a text. */
  static JsonNode tree(String json) {
    JsonNode root;
    try {
      root = Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation();
      throw new IllegalArgumentException(
          "not JSON%s: %s"
              .formatted(
                  place == null
                      ? ""
                      : " at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr()),
                  e.getOriginalMessage()),
          e);
    }
    if (root.isMissingNode()) {
      throw new IllegalArgumentException("not JSON: there is nothing in it");
    }
    return root;
  }

  /** Writes a model, as Keras 3.15 does. */
  public static String json(Model model) {
    return ConfigWriter.write(model).toPrettyString() + "\n";
  }

  /**
   * Writes how a model is compiled, as Keras 3.15 does.
   *
   * @param learningRate the step size of the next step: it stands in place of a constant one, and
   *     of a schedule that Keras does not have
   */
  public static String json(Compilation compilation, double learningRate) {
    return CompilationFormat.write(compilation, learningRate).toPrettyString() + "\n";
  }
}
