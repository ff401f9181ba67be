package org.mnistcnn.formats.savedmodel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.mnistcnn.nn.Weight;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SavedObjectGraphOuterClass.FunctionSpec;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedAsset;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedBareConcreteFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedConcreteFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedFunction;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedObjectGraph;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedUserObject;
import org.tensorflow.proto.SavedObjectGraphOuterClass.SavedVariable;
import org.tensorflow.proto.Struct.StructuredValue;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.ObjectReference;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.SerializedTensor;
import org.tensorflow.proto.VersionDef;

/**
 * The Python objects that a loader builds from a SavedModel, with the layout of Keras's {@code
 * export()}: a root with the lists {@code variables}, {@code trainable_variables} and {@code
 * non_trainable_variables} (statistics, and weights of frozen layers), the method {@code serve},
 * the map {@code signatures} and the file {@code labels}. The same nodes, with the keys of their
 * values, go into the checkpoint.
 */
final class ObjectGraph {

  /** Where the checkpoint keeps this graph. */
  static final String CHECKPOINT_KEY = "_CHECKPOINTABLE_OBJECT_GRAPH";

  private static final int ROOT = 0;
  private static final int VARIABLES = 1;
  private static final int TRAINABLE_VARIABLES = 2;
  private static final int NON_TRAINABLE_VARIABLES = 3;
  private static final int SERVE = 4;
  private static final int SIGNATURES = 5;
  private static final int FIRST_VARIABLE = 6;

  private final List<Weight> weights;
  private final ServingFunction serve;
  private final SortedMap<String, ServingFunction> signatures;
  private final int traceNode;

  /**
   * The graph of a model.
   *
   * @param serve the function behind the method
   * @param signatures the function behind each signature by its key
   */
  ObjectGraph(
      List<Weight> weights, ServingFunction serve, Map<String, ServingFunction> signatures) {
    this.weights = weights;
    this.serve = serve;
    this.signatures = new TreeMap<>(signatures);
    this.traceNode = FIRST_VARIABLE + weights.size();
  }

  /** The checkpoint's keys of the weights, in the model's order. */
  List<String> checkpointKeys() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      keys.add("variables/%d/.ATTRIBUTES/VARIABLE_VALUE".formatted(i));
    }
    return keys;
  }

  /** The graph as the checkpoint keeps it. */
  TrackableObjectGraph trackable() {
    List<String> keys = checkpointKeys();
    TrackableObjectGraph.Builder graph = TrackableObjectGraph.newBuilder();
    for (int node = 0; node < labelsNode() + 1; node++) {
      TrackableObject.Builder object = TrackableObject.newBuilder().addAllChildren(children(node));
      int variable = node - FIRST_VARIABLE;
      if (variable >= 0 && variable < weights.size()) {
        object.addAttributes(
            SerializedTensor.newBuilder()
                .setName("VARIABLE_VALUE")
                .setFullName(weights.get(variable).name())
                .setCheckpointKey(keys.get(variable)));
      }
      graph.addNodes(object);
    }
    return graph.build();
  }

  /** A scalar that holds the bytes of a message. */
  static NdArray<byte[]> scalar(TrackableObjectGraph graph) {
    return NdArrays.scalarOfObject(graph.toByteArray());
  }

  /** The graph as {@code saved_model.pb} keeps it. */
  SavedObjectGraph saved() {
    SavedObjectGraph.Builder graph = SavedObjectGraph.newBuilder();
    graph.addNodes(userObject(ROOT, "_generic_user_object"));
    graph.addNodes(userObject(VARIABLES, "trackable_list_wrapper"));
    graph.addNodes(userObject(TRAINABLE_VARIABLES, "trackable_list_wrapper"));
    graph.addNodes(userObject(NON_TRAINABLE_VARIABLES, "trackable_list_wrapper"));
    graph.addNodes(
        object(SERVE)
            .setFunction(
                SavedFunction.newBuilder()
                    .addConcreteFunctions(serve.function().getDefinedName())
                    .setFunctionSpec(
                        callSpec()
                            .setInputSignature(ProtoShapes.tuple(ProtoShapes.of(serve.input()))))));
    graph.addNodes(userObject(SIGNATURES, "signature_map"));
    for (Weight weight : weights) {
      graph.addNodes(
          SavedObject.newBuilder()
              .setVariable(
                  SavedVariable.newBuilder()
                      .setName(weight.name())
                      .setDtype(DataType.DT_FLOAT)
                      .setShape(ProtoShapes.shape(weight.shape()))
                      .setTrainable(weight.trainable())));
    }
    graph.addNodes(bare(serve, callSpec()));
    signatures.values().forEach(signature -> graph.addNodes(bare(signature, spec(signature))));
    graph.addNodes(
        SavedObject.newBuilder().setAsset(SavedAsset.newBuilder().setAssetFileDefIndex(0)));
    graph.putConcreteFunctions(
        serve.function().getDefinedName(),
        concrete(
            ProtoShapes.tuple(
                ProtoShapes.tuple(ProtoShapes.of(serve.input())), ProtoShapes.dict(Map.of())),
            ProtoShapes.of(serve.results().get(0))));
    for (ServingFunction signature : signatures.values()) {
      graph.putConcreteFunctions(
          signature.function().getDefinedName(),
          concrete(
              ProtoShapes.tuple(ProtoShapes.tuple(), ProtoShapes.dict(List.of(signature.input()))),
              ProtoShapes.dict(signature.results())));
    }
    return graph.build();
  }

  private FunctionSpec.Builder callSpec() {
    return FunctionSpec.newBuilder()
        .setFullargspec(ProtoShapes.fullArgSpec(List.of(serve.input().name()), List.of()));
  }

  private static FunctionSpec.Builder spec(ServingFunction signature) {
    return FunctionSpec.newBuilder()
        .setFullargspec(ProtoShapes.fullArgSpec(List.of(), List.of(signature.input().name())));
  }

  /** The node of the file with the names of the classes. */
  private int labelsNode() {
    return traceNode + 1 + signatures.size();
  }

  private SavedObject.Builder object(int node) {
    return SavedObject.newBuilder().addAllChildren(children(node));
  }

  private SavedObject userObject(int node, String identifier) {
    return object(node)
        .setUserObject(
            SavedUserObject.newBuilder()
                .setIdentifier(identifier)
                .setVersion(VersionDef.newBuilder().setProducer(1).setMinConsumer(1)))
        .build();
  }

  private static SavedObject bare(ServingFunction function, FunctionSpec.Builder spec) {
    return SavedObject.newBuilder()
        .setBareConcreteFunction(
            SavedBareConcreteFunction.newBuilder()
                .setConcreteFunctionName(function.function().getDefinedName())
                .addArgumentKeywords(function.input().name())
                .setAllowedPositionalArguments(1)
                .setFunctionSpec(spec.setInputSignature(ProtoShapes.none())))
        .build();
  }

  private SavedConcreteFunction concrete(StructuredValue input, StructuredValue output) {
    SavedConcreteFunction.Builder function =
        SavedConcreteFunction.newBuilder()
            .setCanonicalizedInputSignature(input)
            .setOutputSignature(output);
    for (int i = 0; i < weights.size(); i++) {
      function.addBoundInputs(FIRST_VARIABLE + i);
    }
    return function.build();
  }

  private List<ObjectReference> children(int node) {
    List<ObjectReference> children = new ArrayList<>();
    switch (node) {
      case ROOT -> {
        children.add(child(VARIABLES, "variables"));
        children.add(child(TRAINABLE_VARIABLES, "trainable_variables"));
        children.add(child(NON_TRAINABLE_VARIABLES, "non_trainable_variables"));
        children.add(child(SERVE, "serve"));
        children.add(child(SIGNATURES, "signatures"));
        children.add(child(labelsNode(), "labels"));
      }
      case VARIABLES -> children.addAll(variables(weight -> true));
      case TRAINABLE_VARIABLES -> children.addAll(variables(Weight::trainable));
      case NON_TRAINABLE_VARIABLES -> children.addAll(variables(weight -> !weight.trainable()));
      case SERVE -> children.add(child(traceNode, "trace_0"));
      case SIGNATURES -> {
        int signature = traceNode + 1;
        for (String key : signatures.keySet()) {
          children.add(child(signature++, key));
        }
      }
      default -> {}
    }
    return children;
  }

  /** A list of variables: its children are numbered from 0. */
  private List<ObjectReference> variables(Predicate<Weight> listed) {
    List<ObjectReference> children = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      if (listed.test(weights.get(i))) {
        children.add(child(FIRST_VARIABLE + i, Integer.toString(children.size())));
      }
    }
    return children;
  }

  private static ObjectReference child(int node, String name) {
    return ObjectReference.newBuilder().setNodeId(node).setLocalName(name).build();
  }
}
