package org.mnistcnn.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
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
 * 255 of shape {@code (-1, height, width, channels)}; outputs {@code probabilities}, float32 of
 * shape {@code (-1, classes)}, and {@code class}, int64 of shape {@code (-1)}. In Python the loaded
 * object's method {@code serve(image)} returns the probabilities.
 */
public final class SavedModelWriter {

  private static final String SIGNATURE_METHOD = "tensorflow/serving/predict";

  private SavedModelWriter() {}

  /**
   * Publishes the model as the next version under {@code directory}, which TensorFlow Serving may
   * be watching: the version appears whole or not at all.
   *
   * @param directory holds one directory a version, named 1, 2, ...
   * @param weights the values of all weights of {@code model} by name, row-major
   * @return the version's directory
   * @throws IOException if nothing can be written there
   */
  public static Path publish(Path directory, Model model, Map<String, float[]> weights)
      throws IOException {
    return VersionDirectory.publish(directory, version -> write(version, model, weights));
  }

  private static void write(Path directory, Model model, Map<String, float[]> weights)
      throws IOException {
    Path variables = Files.createDirectories(directory.resolve("variables"));
    ObjectGraph objects = new ObjectGraph(model);
    VariablesFile.write(variables.resolve("variables"), model, weights, objects);
    Files.write(
        directory.resolve("saved_model.pb"),
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(1)
            .addMetaGraphs(metaGraph(model, objects))
            .build()
            .toByteArray());
  }

  /** The graph that a loader runs: variables, saving and restoring them, and the signatures. */
  private static MetaGraphDef metaGraph(Model model, ObjectGraph objects) {
    try (Graph graph = new Graph();
        ServingFunction serve = ServingFunction.forCalls(model);
        ServingFunction wrapper = ServingFunction.forSignatures(model)) {
      Ops tf = Ops.create(graph);
      List<VarHandleOp> handles = handles(tf, model);
      graph.attachFunction(serve.function());
      MetaGraphDef.Builder metaGraph = MetaGraphDef.newBuilder();
      for (String key : List.of("serving_default", "serve")) {
        metaGraph.putSignatureDef(key, signature(tf, key, model, wrapper.function(), handles));
      }
      metaGraph.setSaverDef(VariablesFile.saver(tf, handles, objects));
      metaGraph.setObjectGraphDef(objects.saved(serve.function(), wrapper.function()));
      metaGraph.setGraphDef(graph.toGraphDef());
      metaGraph.getMetaInfoDefBuilder().addTags("serve").setTensorflowVersion(TensorFlow.version());
      return metaGraph.build();
    }
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
      Ops tf, String key, Model model, ConcreteFunction function, List<VarHandleOp> handles) {
    Placeholder<TFloat32> image =
        tf.withName(key + "_" + ServingFunction.INPUT)
            .placeholder(
                TFloat32.class, Placeholder.shape(ServingFunction.batchOf(model.inputShape())));
    List<Output<?>> inputs = new ArrayList<>();
    inputs.add(image.asOutput());
    handles.forEach(handle -> inputs.add(handle.asOutput()));
    List<ServingFunction.Result> results = ServingFunction.signatureResults(model);
    Operation call =
        tf.scope()
            .opBuilder("StatefulPartitionedCall", "StatefulPartitionedCall")
            .addInputList(inputs.toArray(Output<?>[]::new))
            .setAttr(
                "Tout", results.stream().map(ServingFunction.Result::type).toArray(DataType[]::new))
            .setAttr("f", function)
            .build();
    SignatureDef.Builder signature = SignatureDef.newBuilder().setMethodName(SIGNATURE_METHOD);
    signature.putInputs(
        ServingFunction.INPUT,
        TensorInfo.newBuilder()
            .setName(image.op().name() + ":0")
            .setDtype(DataType.DT_FLOAT)
            .setTensorShape(Structures.shape(ServingFunction.batchOf(model.inputShape())))
            .build());
    for (int i = 0; i < results.size(); i++) {
      ServingFunction.Result result = results.get(i);
      signature.putOutputs(
          result.name(),
          TensorInfo.newBuilder()
              .setName(call.name() + ":" + i)
              .setDtype(result.type())
              .setTensorShape(Structures.shape(result.shape()))
              .build());
    }
    return signature.build();
  }
}
