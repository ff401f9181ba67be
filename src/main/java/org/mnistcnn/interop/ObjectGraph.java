package org.mnistcnn.interop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.Weight;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SavedObjectGraphOuterClass.FunctionSpec;
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
 * non_trainable_variables} (statistics, and weights of frozen layers), the method {@code serve} and
 * the map {@code signatures}. The same nodes, with the keys of their values, go into the
 * checkpoint.
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

  private static final List<String> SIGNATURE_KEYS = List.of("serve", "serving_default");

  private final Model model;
  private final List<Weight> weights;
  private final int traceNode;

  ObjectGraph(Model model) {
    this.model = model;
    this.weights = model.weights();
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
    for (int node = 0; node < traceNode + 1 + SIGNATURE_KEYS.size(); node++) {
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
  SavedObjectGraph saved(ConcreteFunction serve, ConcreteFunction signatureWrapper) {
    SavedObjectGraph.Builder graph = SavedObjectGraph.newBuilder();
    graph.addNodes(userObject(ROOT, "_generic_user_object"));
    graph.addNodes(userObject(VARIABLES, "trackable_list_wrapper"));
    graph.addNodes(userObject(TRAINABLE_VARIABLES, "trackable_list_wrapper"));
    graph.addNodes(userObject(NON_TRAINABLE_VARIABLES, "trackable_list_wrapper"));
    graph.addNodes(
        object(SERVE)
            .setFunction(
                SavedFunction.newBuilder()
                    .addConcreteFunctions(serve.getDefinedName())
                    .setFunctionSpec(callSpec().setInputSignature(Structures.tuple(imageSpec())))));
    graph.addNodes(userObject(SIGNATURES, "signature_map"));
    for (Weight weight : weights) {
      graph.addNodes(
          SavedObject.newBuilder()
              .setVariable(
                  SavedVariable.newBuilder()
                      .setName(weight.name())
                      .setDtype(DataType.DT_FLOAT)
                      .setShape(Structures.shape(weight.shape()))
                      .setTrainable(weight.trainable())));
    }
    graph.addNodes(bare(serve, callSpec()));
    for (int i = 0; i < SIGNATURE_KEYS.size(); i++) {
      graph.addNodes(bare(signatureWrapper, signatureSpec()));
    }
    graph.putConcreteFunctions(
        serve.getDefinedName(),
        concrete(
            Structures.tuple(Structures.tuple(imageSpec()), Structures.dict(Map.of())),
            Structures.tensorSpec(
                ServingFunction.PROBABILITIES,
                DataType.DT_FLOAT,
                ServingFunction.batchOf(model.outputShape()))));
    Map<String, StructuredValue> results = new LinkedHashMap<>();
    for (ServingFunction.Result result : ServingFunction.signatureResults(model)) {
      results.put(
          result.name(), Structures.tensorSpec(result.name(), result.type(), result.shape()));
    }
    graph.putConcreteFunctions(
        signatureWrapper.getDefinedName(),
        concrete(
            Structures.tuple(
                Structures.tuple(), Structures.dict(Map.of(ServingFunction.INPUT, imageSpec()))),
            Structures.dict(results)));
    return graph.build();
  }

  private StructuredValue imageSpec() {
    return Structures.tensorSpec(
        ServingFunction.INPUT, DataType.DT_FLOAT, ServingFunction.batchOf(model.inputShape()));
  }

  private static FunctionSpec.Builder callSpec() {
    return FunctionSpec.newBuilder()
        .setFullargspec(Structures.fullArgSpec(List.of(ServingFunction.INPUT), List.of()));
  }

  private static FunctionSpec.Builder signatureSpec() {
    return FunctionSpec.newBuilder()
        .setFullargspec(Structures.fullArgSpec(List.of(), List.of(ServingFunction.INPUT)));
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

  private static SavedObject bare(ConcreteFunction function, FunctionSpec.Builder spec) {
    return SavedObject.newBuilder()
        .setBareConcreteFunction(
            SavedBareConcreteFunction.newBuilder()
                .setConcreteFunctionName(function.getDefinedName())
                .addArgumentKeywords(ServingFunction.INPUT)
                .setAllowedPositionalArguments(1)
                .setFunctionSpec(spec.setInputSignature(Structures.none())))
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
      }
      case VARIABLES -> children.addAll(variables(weight -> true));
      case TRAINABLE_VARIABLES -> children.addAll(variables(Weight::trainable));
      case NON_TRAINABLE_VARIABLES -> children.addAll(variables(weight -> !weight.trainable()));
      case SERVE -> children.add(child(traceNode, "trace_0"));
      case SIGNATURES -> {
        for (int i = 0; i < SIGNATURE_KEYS.size(); i++) {
          children.add(child(traceNode + 1 + i, SIGNATURE_KEYS.get(i)));
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
