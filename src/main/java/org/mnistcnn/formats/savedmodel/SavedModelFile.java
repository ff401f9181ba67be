package org.mnistcnn.formats.savedmodel;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mnistcnn.common.InvalidDataException;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/**
 * A SavedModel's {@code saved_model.pb}, read before TensorFlow does, which trusts what it reads.
 */
public final class SavedModelFile {

  /** The graph alone; weights are in files of their own. */
  private static final int MOST_BYTES = 256 << 20;

  /** Messages within messages; TensorFlow's own need no more than a few dozen. */
  private static final int DEEPEST = 100;

  private SavedModelFile() {}

  public static boolean isIn(Path directory) {
    return Files.isRegularFile(file(directory));
  }

  /**
   * Reads the graph for serving.
   *
   * @throws InvalidDataException if there is none, or the file is damaged, larger than 256 MiB or
   *     nested too deeply
   */
  public static MetaGraphDef read(Path directory) throws IOException {
    if (!isIn(directory)) {
      throw new InvalidDataException(
          "%s: not a SavedModel (no saved_model.pb in it); name the directory of a version, such as"
                  .formatted(directory)
              + " savedmodel/mnist_cnn/1");
    }
    SavedModel model = parse(directory);
    List<MetaGraphDef> graphs =
        model.getMetaGraphsList().stream()
            .filter(graph -> graph.getMetaInfoDef().getTagsList().contains("serve"))
            .toList();
    if (graphs.size() != 1) {
      throw new InvalidDataException(
          "%s: must have one graph with the tag serve, got tags %s; export it for serving"
              .formatted(
                  directory,
                  model.getMetaGraphsList().stream()
                      .map(graph -> graph.getMetaInfoDef().getTagsList())
                      .toList()));
    }
    return graphs.get(0);
  }

  private static SavedModel parse(Path directory) throws IOException {
    Path file = file(directory);
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new InvalidDataException(
          "%s: must have at most %d bytes, got %d; weights belong in variables/"
              .formatted(file, MOST_BYTES, size));
    }
    try (InputStream in = Files.newInputStream(file)) {
      CodedInputStream coded = CodedInputStream.newInstance(in);
      coded.setSizeLimit(MOST_BYTES);
      coded.setRecursionLimit(DEEPEST);
      SavedModel model = SavedModel.parseFrom(coded);
      if (model.getMetaGraphsCount() == 0) {
        throw new InvalidDataException(
            "%s: damaged or not a SavedModel: there is no graph in it; export it again"
                .formatted(file));
      }
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidDataException(
          "%s: damaged or not a SavedModel: %s; export it again".formatted(file, e.getMessage()));
    }
  }

  private static Path file(Path directory) {
    return directory.resolve("saved_model.pb");
  }
}
