package org.mnistcnn.nn;

import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What a layer needs to add its ops to a graph: the ops, its weights' values, and the mode. */
public final class LayerCall {

  private final Ops tf;
  private final Model.Node node;
  private final ModelCall model;
  private final Optional<Source> soleSource;

  /**
   * A layer that feeds another one.
   *
   * @param layer its settings
   * @param call its own call
   * @param input its first input, shape {@code (batch, ...)}
   */
  public record Source(Layer layer, LayerCall call, Operand<TFloat32> input) {}

  LayerCall(Model.Node node, ModelCall model) {
    this(model.tf().withSubScope(node.name()), node, model, Optional.empty());
  }

  private LayerCall(Ops tf, Model.Node node, ModelCall model, Optional<Source> soleSource) {
    this.tf = tf;
    this.node = node;
    this.model = model;
    this.soleSource = soleSource;
  }

  /** The same call of a layer that is fed by {@code source}, whose values no other layer takes. */
  LayerCall fedBy(Source source) {
    return new LayerCall(tf, node, model, Optional.of(source));
  }

  /** The ops, in the layer's own name scope. */
  public Ops tf() {
    return tf;
  }

  /**
   * The shape of the layer's first input, without batch. The graph may not know it: the shapes of
   * variables that come into a function from outside are unknown there.
   */
  public Shape inputShape() {
    return node.inputShapes().get(0);
  }

  /** Whether the graph trains; layers that only act in training pass their input on otherwise. */
  public boolean training() {
    return model.training();
  }

  /** Whether the layer itself learns; false for a frozen one, whose statistics stay as they are. */
  public boolean trainable() {
    return node.trainable();
  }

  /** The value of the layer's own weight {@code name}, such as {@code kernel}. */
  public Operand<TFloat32> weight(String name) {
    return model.weight(node.name() + "/" + name);
  }

  /** Sets the layer's own statistic {@code name} to {@code value} at the end of the step. */
  public void update(String name, Operand<TFloat32> value) {
    model.update(node.name() + "/" + name, value);
  }

  /**
   * The layer that feeds this one and no other, whose values are therefore free to be computed
   * another way. Empty if several layers or the model's input feed this one, if others take the
   * values too, and for the model's last layer.
   */
  public Optional<Source> soleSource() {
    return soleSource;
  }

  public void customGradient(CustomGradient gradient) {
    model.customGradient(gradient);
  }

  /**
   * Random numbers for this step, uniform in [0, 1): a function of the run's seed, the layer's name
   * and the step alone, so that a resumed run draws what an uninterrupted one does.
   *
   * @param input the samples that the call sees, shape {@code (samples, ...)}
   * @param shape what each sample gets
   * @return shape {@code (samples, ...shape)}
   */
  public Operand<TFloat32> uniform(Operand<TFloat32> input, Shape shape) {
    return model.uniform(tf, node.name(), input, shape);
  }
}
