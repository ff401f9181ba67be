package org.mnistcnn.nn.rewrite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.MergeLayer;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelBuilder;
import org.mnistcnn.nn.UnaryLayer;
import org.mnistcnn.nn.layers.Add;
import org.mnistcnn.nn.layers.Average;
import org.mnistcnn.nn.layers.Rescaling;

/**
 * Several classifiers of the same images as one network, whose probabilities are the mean of
 * theirs, weighted or not. It predicts, and is not trained.
 *
 * @param members at least two, of one input and output shape
 * @param weights the share of each, not negative; their sum is 1
 */
public record Ensemble(List<Model> members, List<Double> weights) {

  /** What the sum of weights may be off by: they are kept in Keras's JSON, in decimal digits. */
  private static final double TOLERANCE = 1e-6;

  public Ensemble {
    members = List.copyOf(members);
    weights = List.copyOf(weights);
    if (members.size() < 2) {
      throw new IllegalArgumentException(
          "an ensemble needs at least 2 members, got " + members.size());
    }
    for (int i = 1; i < members.size(); i++) {
      requireSame("input", members.get(0).inputShape(), i, members.get(i).inputShape());
      requireSame("output", members.get(0).outputShape(), i, members.get(i).outputShape());
    }
    if (weights.size() != members.size() || !areShares(weights)) {
      throw new SettingException(
          "weights",
          "must be one for each of %d members, not negative, with the sum 1, got %s"
              .formatted(members.size(), weights));
    }
  }

  /** Members of equal weight. */
  public Ensemble(List<Model> members) {
    this(members, Collections.nCopies(members.size(), 1.0 / Math.max(1, members.size())));
  }

  private static void requireSame(String what, Object first, int index, Object other) {
    if (!first.equals(other)) {
      throw new SettingException(
          "members",
          "must have one %s shape: that of member 1 is %s, that of member %d %s"
              .formatted(what, first, index + 1, other));
    }
  }

  private static boolean areShares(List<Double> weights) {
    return weights.stream().allMatch(weight -> weight >= 0)
        && Math.abs(weights.stream().mapToDouble(Double::doubleValue).sum() - 1) <= TOLERANCE;
  }

  /**
   * The name that a layer or weight of a member has within the ensemble.
   *
   * @param member its index
   * @param name such as {@code conv2d} or {@code conv2d/kernel}
   */
  public static String nameOf(int member, String name) {
    return "member_%d_%s".formatted(member + 1, name);
  }

  /**
   * The network: members of equal weight end in Keras's {@code Average}; others go through a {@code
   * Rescaling} each, whose scale is the weight, and end in an {@code Add}.
   */
  public Model model() {
    boolean equal = weights.stream().distinct().count() == 1;
    ModelBuilder builder = new ModelBuilder(members.get(0).inputShape());
    List<ModelBuilder.Value> outputs = new ArrayList<>();
    for (int index = 0; index < members.size(); index++) {
      ModelBuilder.Value output = add(builder, index);
      outputs.add(
          equal
              ? output
              : builder.add(
                  nameOf(index, "weight"), new Rescaling(weights.get(index)), true, output));
    }
    return builder.build(
        builder.add(
            "ensemble",
            equal ? new Average() : new Add(),
            true,
            outputs.toArray(ModelBuilder.Value[]::new)));
  }

  private ModelBuilder.Value add(ModelBuilder ensemble, int member) {
    return ensemble.addAll(
        members.get(member),
        (builder, node, inputs) ->
            builder.add(nameOf(member, node.name()), node.layer(), node.trainable(), inputs));
  }

  /** Whether a network's output is a mean of others' outputs, as of a {@link #model}. */
  public static boolean isOne(Model model) {
    return model.nodes().get(model.nodes().size() - 1).layer() instanceof MergeLayer;
  }

  /**
   * Whether a network's output are probabilities: those of a softmax, or a mean of probabilities,
   * as of a {@link #model}.
   */
  public static boolean givesProbabilities(Model model) {
    return givesProbabilities(model, model.nodes().size() - 1);
  }

  private static boolean givesProbabilities(Model model, int index) {
    if (index == Model.INPUT) {
      return false;
    }
    Model.Node node = model.nodes().get(index);
    if (node.layer() instanceof Average) {
      return node.inputs().stream().allMatch(input -> givesProbabilities(model, input));
    }
    if (node.layer() instanceof Add) {
      List<Double> shares = new ArrayList<>();
      return node.inputs().stream().allMatch(input -> isShare(model, input, shares))
          && areShares(shares);
    }
    return node.layer() instanceof UnaryLayer unary && unary.activation() == Activation.SOFTMAX;
  }

  /** Whether a node makes others' probabilities smaller; notes by how much. */
  private static boolean isShare(Model model, int index, List<Double> shares) {
    if (index == Model.INPUT
        || !(model.nodes().get(index).layer() instanceof Rescaling rescaling)
        || rescaling.offset() != 0) {
      return false;
    }
    shares.add(rescaling.scale());
    return givesProbabilities(model, model.nodes().get(index).inputs().get(0));
  }
}
