package org.mnistcnn.formats.savedmodel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.artifact.Endpoint;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.engine.WeightTransfer;
import org.mnistcnn.engine.device.Device;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TFFailedPreconditionException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;

/**
 * A SavedModel that classifies images, loaded and ready to run. Owns native memory until {@link
 * #close}.
 */
public final class SavedModelReader implements Classifier {

  /** Bytes of pixels, as float32, fed to one run: more would only take memory for activations. */
  private static final int BATCH_BYTES = 1 << 20;

  private final Path directory;
  private final SavedModelBundle bundle;
  private final SignatureChoice choice;
  private final PixelFeed feed;
  private final Operand<TFloat32> output;
  private final Optional<Boolean> logits;
  private final int classes;

  private SavedModelReader(
      Path directory, SavedModelBundle bundle, SignatureChoice choice, Endpoint endpoint)
      throws IOException {
    this.directory = directory;
    this.bundle = bundle;
    this.choice = choice;
    this.feed = new PixelFeed(choice.input(), endpoint.unitPixels());
    this.output = scores(bundle, choice);
    this.logits = endpoint.logits();
    this.classes = choice.classes().isPresent() ? choice.classes().get() : askedClasses();
  }

  /**
   * Loads the model.
   *
   * @param directory holds {@code saved_model.pb}
   * @throws IOException if there is no SavedModel, it can't be loaded, or no way into it takes
   *     images and gives a number for each class
   */
  public static SavedModelReader open(Path directory, Device device, Endpoint endpoint)
      throws IOException {
    SignatureChoice choice =
        SignatureChoice.of(directory, SavedModelFile.read(directory), endpoint);
    if (endpoint.unitPixels() && !PixelFeed.takesFractions(choice.input())) {
      throw new InvalidDataException(
          "%s: pixels from 0 to 1 need an input of floats, but there is %s"
              .formatted(directory, choice.description()));
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
      return new SavedModelReader(directory, bundle, choice, endpoint);
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

  private static Operand<TFloat32> scores(SavedModelBundle bundle, SignatureChoice choice) {
    Output<?> output = bundle.graph().output(choice.output().getName());
    return choice.output().getDtype() == DataType.DT_FLOAT
        ? output.expect(TFloat32.class)
        : Ops.create(bundle.graph()).dtypes.cast(output, TFloat32.class);
  }

  /** The number of classes of a model that says it only when it is run. */
  private int askedClasses() throws IOException {
    try (Tensor black = feed.tensor(ByteBuffer.allocate(0), feed.fixedBatch().orElse(1));
        Result result =
            bundle.session().runner().feed(choice.input().getName(), black).fetch(output).run()) {
      Shape shape = result.get(0).shape();
      if (shape.numDimensions() != 2 || shape.get(1) < 1) {
        throw new InvalidDataException(
            "%s: output %s must have a number for each class, shape (batch, classes), got %s"
                .formatted(directory, choice.outputName(), shape));
      }
      return Math.toIntExact(shape.get(1));
    }
  }

  private static String firstLine(TensorFlowException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }

  @Override
  public ImageShape imageShape() {
    return choice.imageShape();
  }

  @Override
  public int classes() {
    return classes;
  }

  @Override
  public String description() {
    return choice.description();
  }

  @Override
  public float[] probabilities(Dataset images) {
    if (!images.imageShape().equals(imageShape())) {
      throw new IllegalArgumentException(
          "images must have the model's input shape %s, got %s"
              .formatted(imageShape(), images.imageShape()));
    }
    float[] scores = new float[Math.multiplyExact(images.count(), classes)];
    int batch =
        feed.fixedBatch().orElse(Math.max(1, BATCH_BYTES / Float.BYTES / imageShape().size()));
    for (int first = 0; first < images.count(); first += batch) {
      int last = Math.min(first + batch, images.count());
      run(images, first, last, scores);
    }
    if (LogitDetection.areLogits(scores, classes, logits)) {
      LogitDetection.softmax(scores, classes);
    }
    return scores;
  }

  private void run(Dataset images, int first, int last, float[] scores) {
    int batch = feed.fixedBatch().orElse(last - first);
    try (Tensor pixels = feed.tensor(images.pixels(first, last), batch);
        Result result =
            bundle.session().runner().feed(choice.input().getName(), pixels).fetch(output).run()) {
      TFloat32 value = (TFloat32) result.get(0);
      if (!value.shape().equals(Shape.of(batch, classes))) {
        throw new IllegalStateException(
            "%s: output %s must be of shape %s, got %s"
                .formatted(
                    directory, choice.outputName(), Shape.of(batch, classes), value.shape()));
      }
      float[] found = new float[batch * classes];
      value.copyTo(DataBuffers.of(found, false, false));
      System.arraycopy(found, 0, scores, first * classes, (last - first) * classes);
    }
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

  @Override
  public void close() {
    bundle.close();
  }
}
