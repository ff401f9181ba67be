package org.mnistcnn.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.engine.Device;
import org.mnistcnn.engine.WeightTransfer;
import org.tensorflow.GraphOperation;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.exceptions.TFFailedPreconditionException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;

/**
 * A SavedModel that classifies images, loaded and ready to run. Owns native memory until {@link
 * #close}.
 */
final class SavedModelReader implements Classifier {

  private static final String SIGNATURE = "serving_default";

  /** Bytes of pixels, as float32, fed to one run: more would only take memory for activations. */
  private static final int BATCH_BYTES = 1 << 20;

  private final Path directory;
  private final SavedModelBundle bundle;
  private final TensorInfo input;
  private final TensorInfo output;
  private final ImageShape imageShape;

  private SavedModelReader(
      Path directory,
      SavedModelBundle bundle,
      TensorInfo input,
      TensorInfo output,
      ImageShape imageShape) {
    this.directory = directory;
    this.bundle = bundle;
    this.input = input;
    this.output = output;
    this.imageShape = imageShape;
  }

  /**
   * Loads the model.
   *
   * @param directory holds {@code saved_model.pb}
   * @throws IOException if there is no SavedModel, it can't be loaded, or its signature {@code
   *     serving_default} does not take images and give a probability for each class
   */
  static SavedModelReader open(Path directory, Device device) throws IOException {
    if (!Files.isRegularFile(directory.resolve("saved_model.pb"))) {
      throw new IOException(
          "%s: not a SavedModel (no saved_model.pb in it); name the directory of a version, such as"
                  .formatted(directory)
              + " savedmodel/mnist_cnn/1");
    }
    SavedModelBundle bundle;
    try {
      bundle =
          SavedModelBundle.loader(directory.toString())
              .withTags("serve")
              .withConfigProto(device.config())
              .load();
    } catch (TensorFlowException e) {
      throw new IOException(
          "%s: TensorFlow can't load this SavedModel (%s); its files are damaged or not"
                  .formatted(directory, firstLine(e))
              + " TensorFlow's: export it again",
          e);
    }
    try {
      requireVariables(directory, bundle);
      return classifier(directory, bundle);
    } catch (IOException | RuntimeException e) {
      bundle.close();
      throw e;
    }
  }

  /** TensorFlow loads a model without its variables, and fails only when it is run. */
  private static void requireVariables(Path directory, SavedModelBundle bundle) throws IOException {
    Path index = directory.resolve("variables").resolve("variables.index");
    if (bundle.metaGraphDef().hasSaverDef() && !Files.isRegularFile(index)) {
      throw new IOException(
          "%s: the SavedModel has no variables (%s is missing); copy or export it again"
              .formatted(directory, index));
    }
  }

  private static SavedModelReader classifier(Path directory, SavedModelBundle bundle)
      throws IOException {
    Map<String, SignatureDef> signatures = bundle.metaGraphDef().getSignatureDefMap();
    SignatureDef signature = signatures.get(SIGNATURE);
    if (signature == null) {
      throw new IOException(
          "%s: no signature %s; there are %s".formatted(directory, SIGNATURE, signatures.keySet()));
    }
    TensorInfo input = only(directory, "input", signature.getInputsMap(), info -> rank(info) == 4);
    TensorInfo output =
        only(directory, "output", signature.getOutputsMap(), info -> rank(info) == 2);
    long classes = output.getTensorShape().getDim(1).getSize();
    if (classes < 1 || classes > Integer.MAX_VALUE) {
      throw new IOException(
          "%s: the output's number of classes must be fixed, got %d; export the model with a fixed"
                  .formatted(directory, classes)
              + " one");
    }
    return new SavedModelReader(directory, bundle, input, output, imageShape(directory, input));
  }

  private static TensorInfo only(
      Path directory, String what, Map<String, TensorInfo> tensors, Predicate<TensorInfo> fits)
      throws IOException {
    Map<String, TensorInfo> fitting =
        tensors.entrySet().stream()
            .filter(entry -> entry.getValue().getDtype() == DataType.DT_FLOAT)
            .filter(entry -> fits.test(entry.getValue()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    if (fitting.size() != 1) {
      throw new IOException(
          ("%s: signature %s must have one %s of a classifier of images (float32; input of shape"
                  + " (batch, height, width, channels), output of shape (batch, classes)), found %d"
                  + " among %s")
              .formatted(directory, SIGNATURE, what, fitting.size(), tensors.keySet()));
    }
    return fitting.values().iterator().next();
  }

  private static ImageShape imageShape(Path directory, TensorInfo input) throws IOException {
    int[] sizes = new int[3];
    for (int i = 0; i < sizes.length; i++) {
      long size = input.getTensorShape().getDim(i + 1).getSize();
      if (size < 1 || size > Integer.MAX_VALUE) {
        throw new IOException(
            "%s: the input's height, width and channels must be fixed, got %d for dimension %d"
                .formatted(directory, size, i + 1));
      }
      sizes[i] = (int) size;
    }
    return new ImageShape(sizes[0], sizes[1], sizes[2]);
  }

  private static int rank(TensorInfo info) {
    return info.getTensorShape().getUnknownRank() ? -1 : info.getTensorShape().getDimCount();
  }

  private static String firstLine(TensorFlowException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }

  @Override
  public ImageShape imageShape() {
    return imageShape;
  }

  @Override
  public int classes() {
    return Math.toIntExact(output.getTensorShape().getDim(1).getSize());
  }

  @Override
  public float[] probabilities(Dataset images) {
    if (!images.imageShape().equals(imageShape)) {
      throw new IllegalArgumentException(
          "images must have the model's input shape %s, got %s"
              .formatted(imageShape, images.imageShape()));
    }
    float[] probabilities = new float[Math.multiplyExact(images.count(), classes())];
    int batch = Math.max(1, BATCH_BYTES / Float.BYTES / imageShape.size());
    for (int first = 0; first < images.count(); first += batch) {
      int last = Math.min(first + batch, images.count());
      try (TFloat32 pixels = pixels(images, first, last);
          Result result =
              bundle
                  .session()
                  .runner()
                  .feed(input.getName(), pixels)
                  .fetch(output.getName())
                  .run()) {
        ((TFloat32) result.get(0))
            .copyTo(
                DataBuffers.of(probabilities, false, false)
                    .slice((long) first * classes(), (long) (last - first) * classes()));
      }
    }
    return probabilities;
  }

  /**
   * The model's variables by name, such as {@code conv2d/kernel}.
   *
   * <p>A loader restores only what the object graph names: handles that Python's functions left
   * behind have no value, and are passed over.
   *
   * @throws IOException if the model has none that can be read, as one of TensorFlow 1 may
   */
  @Override
  public WeightTransfer.Source weights() throws IOException {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    Map<String, float[]> values = new LinkedHashMap<>();
    Iterator<GraphOperation> operations = bundle.graph().operations();
    while (operations.hasNext()) {
      GraphOperation read = operations.next();
      if (read.type().equals("ReadVariableOp")
          && read.output(0).dataType() == DataType.DT_FLOAT
          && read.input(0).op().type().equals("VarHandleOp")) {
        try (Result result = bundle.session().runner().fetch(read.output(0)).run()) {
          TFloat32 value = (TFloat32) result.get(0);
          float[] flat = new float[Math.toIntExact(value.shape().size())];
          value.copyTo(DataBuffers.of(flat, false, false));
          String name = read.input(0).op().name();
          shapes.put(name, value.shape().asArray());
          values.put(name, flat);
        } catch (TFFailedPreconditionException e) {
          // A name without a value: the next operation may have one.
        }
      }
    }
    if (values.isEmpty()) {
      throw new IOException(
          "%s: the SavedModel has no variables that can be read by name; take one that mnist-cnn"
                  .formatted(directory)
              + " exported, or a checkpoint");
    }
    return new WeightTransfer.Source(shapes, values);
  }

  private static TFloat32 pixels(Dataset images, int first, int last) {
    ByteBuffer bytes = images.pixels(first, last);
    float[] values = new float[bytes.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Byte.toUnsignedInt(bytes.get(i));
    }
    ImageShape size = images.imageShape();
    return TFloat32.tensorOf(
        Shape.of(last - first, size.height(), size.width(), size.channels()),
        DataBuffers.of(values, true, false));
  }

  @Override
  public void close() {
    bundle.close();
  }
}
