package org.mnistcnn.formats;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mnistcnn.artifact.ModelCard;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.common.Sha256;
import org.mnistcnn.formats.keras.KerasConfig;
import org.mnistcnn.formats.onnx.OnnxFile;
import org.mnistcnn.formats.onnx.OnnxWriter;
import org.mnistcnn.formats.savedmodel.ModelAssets;
import org.mnistcnn.formats.savedmodel.SavedModelFile;
import org.mnistcnn.formats.savedmodel.SignatureChoice;
import org.mnistcnn.nn.Model;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedVariable;

/**
 * What a file of a model holds, in words. Nothing of it is run, so a file of any program can be
 * looked at.
 *
 * @param kind what the file is
 * @param sections in the order to be read
 */
public record Inspection(String kind, List<Section> sections) {

  private static final String TRAINING = "Training";

  /** Lines under a title. */
  public record Section(String title, List<String> lines) {}

  /**
   * Looks at a SavedModel or an ONNX file.
   *
   * @throws IOException if the file is none of these, or damaged
   */
  public static Inspection of(Path path) throws IOException {
    if (SavedModelFile.isIn(path)) {
      return savedModel(path);
    }
    if (Files.isRegularFile(path) && path.getFileName().toString().endsWith(".onnx")) {
      return onnx(path);
    }
    throw new InvalidDataException(
        "%s: must be a SavedModel's version directory, an ONNX file (.onnx), a .keras file, a"
                .formatted(path)
            + " checkpoint (.ckpt) or a run directory");
  }

  /** What there is to say of a model that was read whole. */
  public static Inspection of(String kind, TrainedModel trained, Path... files) throws IOException {
    List<Section> sections = new ArrayList<>();
    sections.add(network(trained.model()));
    sections.add(new Section(TRAINING, facts(trained.classNames(), trained.facts())));
    sections.add(hashes(trained.weightsHash(), List.of(files)));
    return new Inspection(kind, sections);
  }

  private static Inspection savedModel(Path directory) throws IOException {
    MetaGraphDef graph = SavedModelFile.read(directory);
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("Signatures", SignatureChoice.lines(graph)));
    List<String> variables = variables(graph);
    if (!variables.isEmpty()) {
      sections.add(new Section("Variables", variables));
    }
    if (Files.isRegularFile(ModelAssets.config(directory))) {
      sections.add(network(KerasConfig.read(ModelAssets.config(directory))));
    }
    sections.add(
        new Section(
            "Versions",
            List.of("TensorFlow that wrote it: " + graph.getMetaInfoDef().getTensorflowVersion())));
    String weightsHash = "";
    if (Files.isRegularFile(ModelAssets.card(directory))) {
      ModelCard card = ModelCard.read(ModelAssets.card(directory));
      sections.add(known(card));
      weightsHash = card.weightsHash();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      sections.add(hashes(weightsHash, files.filter(Files::isRegularFile).sorted().toList()));
    }
    return new Inspection("SavedModel", sections);
  }

  /** Name, shape and whether it is trained, as the object graph has them. */
  private static List<String> variables(MetaGraphDef graph) {
    List<String> lines = new ArrayList<>();
    for (SavedObject object : graph.getObjectGraphDef().getNodesList()) {
      if (object.hasVariable()) {
        SavedVariable variable = object.getVariable();
        lines.add(
            "%s: %s%s"
                .formatted(
                    variable.getName(),
                    SignatureChoice.describe(variable.getDtype(), variable.getShape()),
                    variable.getTrainable() ? "" : ", not trained"));
      }
    }
    return lines;
  }

  private static Inspection onnx(Path file) throws IOException {
    ModelProto model = OnnxFile.read(file);
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("Signature", OnnxFile.signature(model.getGraph())));
    Map<String, String> metadata = new TreeMap<>();
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      metadata.put(entry.getKey(), entry.getValue());
    }
    Optional<String> config = Optional.ofNullable(metadata.remove(OnnxWriter.CONFIG));
    Optional<String> json = Optional.ofNullable(metadata.remove(OnnxWriter.CARD));
    String weightsHash = "";
    if (config.isPresent()) {
      sections.add(network(parsed(file, config.get())));
    }
    sections.add(
        new Section(
            "Versions",
            List.of(
                "written by: %s %s".formatted(model.getProducerName(), model.getProducerVersion()),
                "ONNX operators: %d, format: %d"
                    .formatted(model.getOpsetImport(0).getVersion(), model.getIrVersion()),
                String.format(
                    Locale.ROOT,
                    "values in tensors: %,d",
                    OnnxFile.parameters(model.getGraph())))));
    if (json.isPresent()) {
      ModelCard card = ModelCard.parse(file, json.get());
      sections.add(known(card));
      weightsHash = card.weightsHash();
    }
    if (!metadata.isEmpty()) {
      sections.add(
          new Section(
              "Metadata",
              metadata.entrySet().stream()
                  .map(entry -> entry.getKey() + ": " + entry.getValue())
                  .toList()));
    }
    sections.add(hashes(weightsHash, List.of(file)));
    return new Inspection("ONNX file", sections);
  }

  private static Model parsed(Path file, String config) throws InvalidDataException {
    try {
      return KerasConfig.parse(config);
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException("%s: %s".formatted(file, e.getMessage()));
    }
  }

  private static Section network(Model model) {
    return new Section("Network", model.summary().lines().toList());
  }

  private static Section known(ModelCard card) {
    List<String> lines = new ArrayList<>();
    lines.add("written by: %s, TensorFlow %s".formatted(card.program(), card.tensorFlow()));
    lines.addAll(facts(card.classNames(), card.facts()));
    return new Section(TRAINING, lines);
  }

  private static List<String> facts(List<String> classNames, Map<String, String> facts) {
    List<String> lines = new ArrayList<>();
    lines.add("classes: " + String.join(", ", classNames));
    facts.forEach((fact, value) -> lines.add(fact + ": " + value));
    return lines;
  }

  private static Section hashes(String weightsHash, List<Path> files) throws IOException {
    List<String> lines = new ArrayList<>();
    if (!weightsHash.isEmpty()) {
      lines.add(weightsHash + "  weights");
    }
    for (Path file : files) {
      lines.add(sha256(file) + "  " + file);
    }
    return new Section("SHA-256", lines);
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
