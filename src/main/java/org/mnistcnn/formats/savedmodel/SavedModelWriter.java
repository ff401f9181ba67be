package org.mnistcnn.formats.savedmodel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;

/**
 * Writes a network with its weights as a SavedModel in TensorFlow 2's own format: functions,
 * resource variables, an object graph and an object-based checkpoint, as Python's {@code
 * tf.saved_model.save} does. Inference only: no gradients, no optimizer state, no devices.
 *
 * <p>Signatures {@code serving_default} and {@code serve}: input {@code image}, float32 pixels 0 to
 * 255 of shape {@code (-1, height, width, channels)}. Signature {@code serving_bytes}, for models
 * of 1 or 3 channels: input {@code image_bytes}, PNG or JPEG files, shape {@code (-1)}. Outputs of
 * all: {@code probabilities}, float32 of shape {@code (-1, classes)}, and {@code class}, int64 of
 * shape {@code (-1)}. In Python the loaded object's method {@code serve(image)} returns the
 * probabilities.
 */
public final class SavedModelWriter {

  private static final String SIGNATURE_METHOD = "tensorflow/serving/predict";

  private SavedModelWriter() {}

  /**
   * Publishes a model of which no more is known, as {@link #publish(Path, TrainedModel)} does.
   *
   * @param weights the values of all weights of {@code model} by name, row-major
   */
  public static Path publish(Path directory, Model model, Map<String, float[]> weights)
      throws IOException {
    return publish(directory, TrainedModel.of(model, weights));
  }

  /**
   * Publishes the model as the next version under {@code directory}, which TensorFlow Serving may
   * be watching: the version appears whole or not at all.
   *
   * @param directory holds one directory per version, named 1, 2, ...; its name is the model's
   * @return the version's directory
   * @throws IOException if nothing can be written there
   */
  public static Path publish(Path directory, TrainedModel trained) throws IOException {
    String name = String.valueOf(directory.toAbsolutePath().normalize().getFileName());
    return VersionDirectory.publish(directory, version -> write(version, name, trained));
  }

  private static void write(Path directory, String name, TrainedModel trained) throws IOException {
    Path variables = Files.createDirectories(directory.resolve("variables"));
    Model model = trained.model();
    try (ServingFunction serve = ServingFunction.forCalls(model);
        ServingFunction images = ServingFunction.forImages(model)) {
      Map<String, ServingFunction> signatures = new TreeMap<>();
      signatures.put("serving_default", images);
      signatures.put("serve", images);
      if (!PicturePixels.canMake(model.inputShape())) {
        write(directory, variables, name, trained, serve, signatures);
        return;
      }
      try (ServingFunction files = ServingFunction.forFiles(model, trained.invertsLight())) {
        signatures.put("serving_bytes", files);
        write(directory, variables, name, trained, serve, signatures);
      }
    }
  }

  private static void write(
      Path directory,
      Path variables,
      String name,
      TrainedModel trained,
      ServingFunction serve,
      Map<String, ServingFunction> signatures)
      throws IOException {
    ObjectGraph objects = new ObjectGraph(trained.model().weights(), serve, signatures);
    VariablesFile.write(variables.resolve("variables"), trained, objects);
    ModelAssets.write(directory, name, trained, signatures);
    Files.write(
        directory.resolve("saved_model.pb"),
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(1)
            .addMetaGraphs(metaGraph(trained.model(), objects, serve, signatures))
            .build()
            .toByteArray());
  }

  /** The graph that a loader runs: variables, saving and restoring them, and the signatures. */
  private static MetaGraphDef metaGraph(
      Model model,
      ObjectGraph objects,
      ServingFunction serve,
      Map<String, ServingFunction> signatures) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      List<VarHandleOp> handles = handles(tf, model);
      graph.attachFunction(serve.function());
      MetaGraphDef.Builder metaGraph = MetaGraphDef.newBuilder();
      signatures.forEach(
          (key, function) -> metaGraph.putSignatureDef(key, signature(tf, key, function, handles)));
      metaGraph.setSaverDef(VariablesFile.saver(tf, handles, objects));
      metaGraph.addAssetFileDef(labels(tf));
      metaGraph.setObjectGraphDef(objects.saved());
      metaGraph.setGraphDef(graph.toGraphDef());
      metaGraph.getMetaInfoDefBuilder().addTags("serve").setTensorflowVersion(TensorFlow.version());
      return metaGraph.build();
    }
  }

  /** A loader sets the tensor to the path that the file has by then. */
  private static AssetFileDef labels(Ops tf) {
    String tensor = tf.withName("labels").constant(ModelAssets.LABELS).op().name();
    return AssetFileDef.newBuilder()
        .setTensorInfo(TensorInfo.newBuilder().setName(tensor + ":0"))
        .setFilename(ModelAssets.LABELS)
        .build();
  }

  /** A variable for each weight; its node's name is its shared name, which TFLite relies on. */
  private static List<VarHandleOp> handles(Ops tf, Model model) {
    List<VarHandleOp> handles = new ArrayList<>();
    for (Model.Node node : model.nodes()) {
      Ops layer = tf.withSubScope(node.name());
      for (Weight weight : node.weights()) {
        handles.add(
            layer
                .withName(weight.name().substring(node.name().length() + 1))
                .varHandleOp(
                    TFloat32.class, weight.shape(), VarHandleOp.sharedName(weight.name())));
      }
    }
    return handles;
  }

  private static SignatureDef signature(
      Ops tf, String key, ServingFunction function, List<VarHandleOp> handles) {
    ServingFunction.Port input = function.input();
    Placeholder<?> batch = ServingFunction.placeholder(tf, key + "_" + input.name(), input);
    List<Output<?>> inputs = new ArrayList<>();
    inputs.add(batch.asOutput());
    handles.forEach(handle -> inputs.add(handle.asOutput()));
    List<ServingFunction.Port> results = function.results();
    Operation call =
        tf.scope()
            .opBuilder("StatefulPartitionedCall", "StatefulPartitionedCall")
            .addInputList(inputs.toArray(Output<?>[]::new))
            .setAttr(
                "Tout", results.stream().map(ServingFunction.Port::type).toArray(DataType[]::new))
            .setAttr("f", function.function())
            .build();
    SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName(SIGNATURE_METHOD);
    signature.putInputs(input.name(), info(batch.op().name() + ":0", input));
    for (int i = 0; i < results.size(); i++) {
      signature.putOutputs(results.get(i).name(), info(call.name() + ":" + i, results.get(i)));
    }
    return signature.build();
  }

  private static TensorInfo info(String tensor, ServingFunction.Port port) {
    return TensorInfo.newBuilder()
        .setName(tensor)
        .setDtype(port.type())
        .setTensorShape(ProtoShapes.shape(port.shape()))
        .build();
  }
}
