package org.mnistcnn.formats.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mnistcnn.common.InvalidDataException;

/** An ONNX file, of whatever program, to look at. */
public final class OnnxFile {

  /** More than any network for images here has. */
  private static final int MOST_BYTES = 512 << 20;

  private static final int DEEPEST = 100;

  private OnnxFile() {}

  /**
   * Reads a file.
   *
   * @throws InvalidDataException if it is no ONNX file, or larger than 512 MiB or nested too deeply
   */
  public static ModelProto read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new InvalidDataException(
          "%s: must have at most %d bytes, got %d".formatted(file, MOST_BYTES, size));
    }
    try (InputStream in = Files.newInputStream(file)) {
      CodedInputStream coded = CodedInputStream.newInstance(in);
      coded.setSizeLimit(MOST_BYTES);
      coded.setRecursionLimit(DEEPEST);
      ModelProto model = ModelProto.parseFrom(coded);
      if (!model.hasGraph() || model.getOpsetImportCount() == 0) {
        throw new InvalidDataException(
            "%s: damaged or not an ONNX file: there is no graph in it".formatted(file));
      }
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidDataException(
          "%s: damaged or not an ONNX file: %s".formatted(file, e.getMessage()));
    }
  }

  /** One line each for inputs, outputs and operators. */
  public static List<String> signature(GraphProto graph) {
    List<String> initialized =
        graph.getInitializerList().stream().map(TensorProto::getName).toList();
    return List.of(
        "inputs: "
            + values(
                graph.getInputList().stream()
                    .filter(input -> !initialized.contains(input.getName()))
                    .toList()),
        "outputs: " + values(graph.getOutputList()),
        "nodes: "
            + graph.getNodeList().stream()
                .collect(
                    Collectors.groupingBy(
                        node -> node.getOpType(), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + " x " + entry.getValue())
                .collect(Collectors.joining(", ")));
  }

  /** Number of values in all tensors of the file. */
  public static long parameters(GraphProto graph) {
    return graph.getInitializerList().stream()
        .mapToLong(
            tensor -> tensor.getDimsList().stream().reduce(1L, (count, size) -> count * size))
        .sum();
  }

  private static String values(List<ValueInfoProto> values) {
    return values.stream()
        .map(value -> value.getName() + ": " + type(value))
        .collect(Collectors.joining(", "));
  }

  private static String type(ValueInfoProto value) {
    TensorProto.DataType type =
        TensorProto.DataType.forNumber(value.getType().getTensorType().getElemType());
    Function<ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension, String> size =
        dim -> dim.hasDimParam() ? dim.getDimParam() : Long.toString(dim.getDimValue());
    return (type == null ? "unknown type" : type.name().toLowerCase(Locale.ROOT))
        + value.getType().getTensorType().getShape().getDimList().stream()
            .map(size)
            .collect(Collectors.joining(", ", " (", ")"));
  }
}
