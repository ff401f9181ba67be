package org.mnistcnn.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.engine.ModelState;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.nn.compile.LearningRate;

/**
 * A {@code .keras} file of Keras 3: a network, its weights and, if it was compiled, how it learns
 * and what its optimizer remembers. What {@link #write} writes, {@code keras.models.load_model}
 * loads as a compiled model, whose {@code fit} continues; what {@code model.save} writes, {@link
 * #read} reads.
 *
 * <p>Files may come from strangers. Nothing in them is ever executed: a {@code Lambda} layer or
 * another class that is not known here is refused by name.
 */
public final class KerasFile {

  /** What a message may quote of a file. */
  private static final int LONGEST_MESSAGE = 1000;

  /** The version whose format is written. */
  private static final String KERAS_VERSION = "3.15.1";

  private static final DateTimeFormatter SAVED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd@HH:mm:ss").withZone(ZoneOffset.UTC);

  private final Path file;
  private final Model model;
  private final JsonNode compileConfig;
  private final Hdf5Reader hdf5;
  private final Map<String, float[]> weights;

  private KerasFile(Path file, String config, byte[] hdf5) throws InvalidDataException {
    this.file = file;
    try {
      JsonNode json = KerasConfig.tree(config);
      this.model = ConfigReader.read(json);
      this.compileConfig = json.path("compile_config");
    } catch (IllegalArgumentException e) {
      throw refusal("%s: %s".formatted(file, KerasArchive.CONFIG), e);
    }
    this.hdf5 = Hdf5Reader.of(weightsOf(file), hdf5);
    this.weights = WeightsFormat.read(weightsOf(file), this.hdf5, model);
  }

  /**
   * Reads a file: the network and all of its weights.
   *
   * @throws InvalidDataException if it is no such file, is damaged, or has something in it that is
   *     not known here; the message names file, layer and rule
   * @throws IOException if it can't be read
   */
  public static KerasFile read(Path file) throws IOException {
    try (KerasArchive archive = KerasArchive.open(file)) {
      return new KerasFile(file, archive.config(), archive.weights());
    }
  }

  public static boolean isNamedLikeOne(Path file) {
    return file.toString().endsWith(".keras");
  }

  /** The network; its layers have the names of the file. */
  public Model model() {
    return model;
  }

  /** The value of every weight by name, row-major. */
  public Map<String, float[]> weights() {
    return Collections.unmodifiableMap(weights);
  }

  /**
   * How the network was compiled; empty if it was not.
   *
   * @throws InvalidDataException if it was in a way that is not known here, such as with another
   *     optimizer
   */
  public Optional<Compilation> compilation() throws InvalidDataException {
    if (compileConfig.isMissingNode() || compileConfig.isNull() || compileConfig.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(CompilationFormat.read(compileConfig));
    } catch (IllegalArgumentException e) {
      throw refusal("%s: compile_config of %s".formatted(file, KerasArchive.CONFIG), e);
    }
  }

  /**
   * Where training stands.
   *
   * @param compilation what {@link #compilation} gave
   * @throws InvalidDataException if what the optimizer remembers is not that of these weights
   */
  public ModelState state(Compilation compilation) throws InvalidDataException {
    return OptimizerVariables.read(weightsOf(file), hdf5, model, compilation, weights());
  }

  /**
   * Writes a compiled model, whole or not at all.
   *
   * <p>A schedule of the learning rate that Keras does not have is not kept, see {@link
   * #hasSchedule}: the learning rate of the next step stands in its place.
   *
   * @param state weights, slots and steps; see {@link ModelState#of}
   * @throws IllegalArgumentException if a weight or slot is missing or of another size
   */
  public static void write(
      Path file, Model model, Compilation compilation, ModelState state, InstantSource clock)
      throws IOException {
    try (Hdf5Writer hdf5 = new Hdf5Writer()) {
      WeightsFormat.write(hdf5, model, state.weights());
      OptimizerVariables.write(hdf5, model, compilation, state);
      ObjectNode compileConfig = CompilationFormat.write(compilation, state.learningRate());
      write(file, model, compileConfig, hdf5.finish(), clock.instant());
    }
  }

  /**
   * Writes a model that is not compiled, whole or not at all.
   *
   * @param weights the value of every weight by name, row-major
   * @throws IllegalArgumentException if a weight is missing or of another size
   */
  public static void write(
      Path file, Model model, Map<String, float[]> weights, InstantSource clock)
      throws IOException {
    try (Hdf5Writer hdf5 = new Hdf5Writer()) {
      WeightsFormat.write(hdf5, model, weights);
      ObjectNode none = JsonNodeFactory.instance.objectNode();
      write(file, model, none, hdf5.finish(), clock.instant());
    }
  }

  private static void write(
      Path file, Model model, ObjectNode compileConfig, byte[] weights, Instant now)
      throws IOException {
    ObjectNode config = ConfigWriter.write(KerasOrder.of(model));
    ObjectNode buildConfig = config.putObject("build_config");
    buildConfig.set("input_shape", ConfigWriter.batchOf(model.inputShape()));
    config.set("compile_config", compileConfig);
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    metadata.put("keras_version", KERAS_VERSION);
    metadata.put("date_saved", SAVED.format(now));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(KerasArchive.METADATA, utf8(metadata));
    entries.put(KerasArchive.CONFIG, utf8(config));
    entries.put(KerasArchive.WEIGHTS, weights);
    KerasArchive.write(file, entries, now);
  }

  /** Whether Keras has a schedule, so that a file can keep it. */
  public static boolean hasSchedule(LearningRate rate) {
    return LearningRateFormat.isKeras(rate);
  }

  private static String weightsOf(Path file) {
    return file + ": " + KerasArchive.WEIGHTS;
  }

  private static byte[] utf8(ObjectNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static InvalidDataException refusal(String place, IllegalArgumentException e) {
    String message = "%s: %s".formatted(place, e.getMessage());
    return new InvalidDataException(
        message.length() <= LONGEST_MESSAGE
            ? message
            : message.substring(0, LONGEST_MESSAGE) + "...");
  }
}
