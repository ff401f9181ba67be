package org.mnistcnn.nn.rewrite;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.nn.Activation;
import org.mnistcnn.nn.Layer;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.ModelBuilder;
import org.mnistcnn.nn.Regularizer;
import org.mnistcnn.nn.layers.ActivationLayer;
import org.mnistcnn.nn.layers.BatchNormalization;
import org.mnistcnn.nn.layers.Conv2D;
import org.mnistcnn.nn.layers.Dropout;

/**
 * What keeps a network from overfitting, put into an existing network.
 *
 * @param l2 the factor of Keras's {@code regularizers.L2} of every kernel, which takes the place of
 *     the one that the kernel has; kernels of convolutions and matrix products, no biases
 * @param dropout the rate, in [0, 1), of every {@link Dropout}; in a network that has none, one is
 *     put in front of the last layer with weights
 * @param batchNormalization whether a {@link BatchNormalization} is put behind every {@link
 *     Conv2D}, in front of its activation
 */
public record Regularization(
    OptionalDouble l2, OptionalDouble dropout, boolean batchNormalization) {

  public static final Regularization NONE =
      new Regularization(OptionalDouble.empty(), OptionalDouble.empty(), false);

  public Regularization {
    l2.ifPresent(factor -> Check.notNegative("l2", factor));
    dropout.ifPresent(rate -> Check.decay("dropout", rate));
  }

  /**
   * The network with all of this. Existing layers keep their names.
   *
   * @throws IllegalArgumentException if there is no kernel, no layer for a dropout to stand in
   *     front of, no {@link Conv2D}, or a {@link BatchNormalization} already
   */
  public Model of(Model model) {
    if (equals(NONE)) {
      return model;
    }
    List<Model.Node> nodes = model.nodes();
    if (l2.isPresent()
        && nodes.stream().allMatch(node -> node.layer().regularized(this::l2).isEmpty())) {
      throw new SettingException("l2", "needs a layer with a kernel; the network has none");
    }
    if (batchNormalization) {
      requireNormalizable(nodes);
    }
    Optional<Model.Node> dropped = dropout.isPresent() ? placeOfDropout(nodes) : Optional.empty();
    return model.map(
        (builder, node, inputs) -> {
          if (dropped.equals(Optional.of(node))) {
            inputs[0] = builder.add(new Dropout(dropout.getAsDouble()), inputs[0]);
          }
          Layer layer = regularized(node.layer());
          return batchNormalization && layer instanceof Conv2D conv
              ? normalized(builder, node, conv, inputs)
              : builder.add(node.name(), layer, node.trainable(), inputs);
        });
  }

  private static void requireNormalizable(List<Model.Node> nodes) {
    if (nodes.stream().noneMatch(node -> node.layer() instanceof Conv2D)) {
      throw new SettingException("batchNorm", "needs a Conv2D; the network has none");
    }
    nodes.stream()
        .filter(node -> node.layer() instanceof BatchNormalization)
        .findFirst()
        .ifPresent(
            node -> {
              throw new SettingException(
                  "batchNorm",
                  "needs a network without BatchNormalization, got one with %s: leave it out"
                      .formatted(node.name()));
            });
  }

  /** The layer that a new dropout goes in front of; empty if existing ones are to be changed. */
  private static Optional<Model.Node> placeOfDropout(List<Model.Node> nodes) {
    if (nodes.stream().anyMatch(node -> node.layer() instanceof Dropout)) {
      return Optional.empty();
    }
    for (int index = nodes.size() - 1; index >= 0; index--) {
      if (!nodes.get(index).weights().isEmpty()) {
        return Optional.of(nodes.get(index));
      }
    }
    throw new SettingException(
        "dropout", "needs a layer with weights to stand in front of; the network has none");
  }

  private static ModelBuilder.Value normalized(
      ModelBuilder builder, Model.Node node, Conv2D conv, ModelBuilder.Value[] inputs) {
    ModelBuilder.Value value =
        builder.add(
            new BatchNormalization(),
            builder.add(node.name(), conv.withoutActivation(), node.trainable(), inputs));
    return conv.activation() == Activation.LINEAR
        ? value
        : builder.add(new ActivationLayer(conv.activation()), value);
  }

  private Layer regularized(Layer layer) {
    if (layer instanceof Dropout && dropout.isPresent()) {
      return new Dropout(dropout.getAsDouble());
    }
    return l2.isPresent() ? layer.regularized(this::l2).orElse(layer) : layer;
  }

  private Regularizer l2(Regularizer existing) {
    return new Regularizer(existing.l1(), l2.orElse(existing.l2()));
  }
}
