package org.mnistcnn.artifact;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.Json;
import org.mnistcnn.engine.device.TensorFlowVersion;

/**
 * What a SavedModel says of itself to those who find it: as JSON for those who inspect it and the
 * next export, as Markdown for people.
 *
 * @param program the program that wrote it, with its version
 * @param tensorFlow the version of TensorFlow
 * @param classNames the name of class 0, 1, ...
 * @param parameters number of values in all weights
 * @param weightsHash see {@link TrainedModel#weightsHash}
 * @param facts see {@link TrainedModel#facts}
 */
public record ModelCard(
    @JsonProperty("program") String program,
    @JsonProperty("tensorflow") String tensorFlow,
    @JsonProperty("classes") List<String> classNames,
    @JsonProperty("parameters") long parameters,
    @JsonProperty("weights_sha256") String weightsHash,
    @JsonProperty("facts") Map<String, String> facts) {

  public static final String PROGRAM = "mnist-cnn";

  public static String version() {
    String version = ModelCard.class.getPackage().getImplementationVersion();
    return version == null ? "(development build)" : version;
  }

  public static ModelCard of(TrainedModel trained) {
    return new ModelCard(
        PROGRAM + " " + version(),
        TensorFlowVersion.current(),
        trained.classNames(),
        trained.parameters(),
        trained.weightsHash(),
        trained.facts());
  }

  /**
   * Reads a card.
   *
   * @throws InvalidDataException if the file is no card
   */
  public static ModelCard read(Path file) throws IOException {
    return parse(file, Files.readString(file));
  }

  /** Reads the JSON that {@code file} holds. */
  public static ModelCard parse(Path file, String json) throws InvalidDataException {
    try {
      ModelCard card = Json.MAPPER.readValue(json, ModelCard.class);
      if (card.isComplete()) {
        return card;
      }
    } catch (JsonProcessingException e) {
      throw new InvalidDataException(
          "%s: not a model card: %s".formatted(file, e.getOriginalMessage()));
    }
    throw new InvalidDataException("%s: not a model card: a part is missing".formatted(file));
  }

  /** Whether no key was missing. */
  @SuppressWarnings("ConstantValue")
  private boolean isComplete() {
    return Stream.of(program, tensorFlow, classNames, weightsHash, facts)
        .allMatch(Objects::nonNull);
  }

  public String json() {
    return Json.pretty(this);
  }

  /**
   * The card for people.
   *
   * @param name the model's name
   */
  public String markdown(String name, TrainedModel trained) {
    return """
        # %s

        Classifies pictures as one of %d classes: %s.

        | | |
        | --- | --- |
        | input | `image`: float32, raw pixels 0 to 255, `(batch, %s)`; or `image_bytes`: PNG or JPEG files |
        | output | `probabilities`: float32 `(batch, %d)`; `class`: int64 `(batch)`, an index of `labels.txt` |
        | parameters | %,d |
        | SHA-256 of the weights | `%s` |
        | written by | %s, TensorFlow %s |

        ## Network

        ```
        %s
        ```

        ## Training

        %s

        ## Limits

        It names one of its classes for whatever it is shown, also for pictures of something else, and it
        has learned from pictures like those of its training set alone.
        """
        .formatted(
            name,
            classNames.size(),
            String.join(", ", classNames),
            sizes(trained),
            classNames.size(),
            parameters,
            weightsHash,
            program,
            tensorFlow,
            trained.model().summary(),
            training());
  }

  private static String sizes(TrainedModel trained) {
    return Arrays.stream(trained.model().inputShape().asArray())
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", "));
  }

  private String training() {
    if (facts.isEmpty()) {
      return "Nothing was written down.";
    }
    return facts.entrySet().stream()
        .map(fact -> "| %s | %s |".formatted(cell(fact.getKey()), cell(fact.getValue())))
        .collect(Collectors.joining("\n", "| | |\n| --- | --- |\n", ""));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replaceAll("\\s+", " ");
  }
}
