package org.mnistcnn.nn;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.framework.activations.ELU;
import org.tensorflow.framework.activations.Exponential;
import org.tensorflow.framework.activations.GELU;
import org.tensorflow.framework.activations.ReLU;
import org.tensorflow.framework.activations.SELU;
import org.tensorflow.framework.activations.Sigmoid;
import org.tensorflow.framework.activations.Softplus;
import org.tensorflow.framework.activations.Softsign;
import org.tensorflow.framework.activations.Swish;
import org.tensorflow.framework.activations.Tanh;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What a layer does to its values last, one by one; softmax: over the last axis.
 *
 * <p>The formulas are tensorflow-framework's where that computes what Keras computes. Two are not:
 * its {@code HardSigmoid} is that of Keras 2, and its {@code Softmax} leaves TensorFlow's op for
 * five others where values are not a row.
 */
public enum Activation {
  /** {@code x}. */
  LINEAR((tf, x) -> x),
  /** {@code max(x, 0)}. */
  RELU(new ReLU()::call),
  /** {@code min(max(x, 0), 6)}. */
  RELU6(new ReLU(0, 6, 0)::call),
  /** {@code x} where it is positive, otherwise {@code 0.2 x}. */
  LEAKY_RELU(new ReLU(0.2f, ReLU.MAX_VALUE_DEFAULT, 0)::call),
  /** {@code x} where it is positive, otherwise {@code exp(x) - 1}. */
  ELU(new ELU()::call),
  /**
   * {@code 1.0507 x} where {@code x} is positive, otherwise {@code 1.7581 (exp(x) - 1)} (Klambauer
   * et al. 2017, "Self-normalizing neural networks").
   */
  SELU(new SELU()::call),
  /**
   * {@code x} times the chance that a standard normal number is smaller: {@code x / 2 (1 + erf(x /
   * sqrt(2)))} (Hendrycks and Gimpel 2016); exact, as Keras's default is.
   */
  GELU(new GELU()::call),
  /** {@code x sigmoid(x)}, also called swish. */
  SILU(new Swish()::call),
  /** {@code x hard_sigmoid(x)}, also called hard swish (Howard et al. 2019, "MobileNetV3"). */
  HARD_SILU((tf, x) -> tf.math.mul(x, hardSigmoid(tf, x))),
  /** {@code x tanh(log(1 + exp(x)))} (Misra 2019). */
  MISH((tf, x) -> tf.math.mul(x, tf.math.tanh(tf.math.softplus(x)))),
  /** {@code 1 / (1 + exp(-x))}. */
  SIGMOID(new Sigmoid()::call),
  /** {@code min(max(x + 3, 0), 6) / 6}. */
  HARD_SIGMOID(Activation::hardSigmoid),
  /** The hyperbolic tangent. */
  TANH(new Tanh()::call),
  /** {@code x / (1 + |x|)}. */
  SOFTSIGN(new Softsign()::call),
  /** {@code log(1 + exp(x))}. */
  SOFTPLUS(new Softplus()::call),
  /** {@code exp(x)}. */
  EXPONENTIAL(new Exponential()::call),
  /** {@code exp(x) / sum(exp(x))} over the last axis. */
  SOFTMAX((tf, x) -> tf.nn.softmax(x));

  private interface Formula {
    Operand<TFloat32> call(Ops tf, Operand<TFloat32> x);
  }

  @SuppressWarnings("ImmutableEnumChecker") // Formulas keep nothing.
  private final Formula formula;

  Activation(Formula formula) {
    this.formula = formula;
  }

  private static Operand<TFloat32> hardSigmoid(Ops tf, Operand<TFloat32> x) {
    return tf.math.div(tf.nn.relu6(tf.math.add(x, tf.constant(3f))), tf.constant(6f));
  }

  /** Adds the ops; the shape stays the same. */
  public Operand<TFloat32> call(Ops tf, Operand<TFloat32> x) {
    return formula.call(tf, x);
  }

  /**
   * Adds ONNX's operators.
   *
   * @param x channels first, as between layers there
   */
  public <V> V onnx(OnnxCall<V> call, V x) {
    return switch (this) {
      case LINEAR -> x;
      case RELU -> call.operator("Relu", x);
      case RELU6 -> call.operator("Clip", Map.of(), List.of(x, call.constant(0), call.constant(6)));
      case LEAKY_RELU -> call.operator("LeakyRelu", Map.of("alpha", 0.2f), x);
      case ELU -> call.operator("Elu", x);
      case SELU -> call.operator("Selu", x);
      case GELU -> {
        V scaled = call.operator("Mul", x, call.constant((float) Math.sqrt(0.5)));
        V share = call.operator("Add", call.operator("Erf", scaled), call.constant(1));
        yield call.operator("Mul", call.operator("Mul", x, call.constant(0.5f)), share);
      }
      case EXPONENTIAL -> call.operator("Exp", x);
      case HARD_SIGMOID -> onnxHardSigmoid(call, x);
      case HARD_SILU -> call.operator("Mul", x, onnxHardSigmoid(call, x));
      case MISH -> call.operator("Mul", x, call.operator("Tanh", call.operator("Softplus", x)));
      case SILU -> call.operator("Mul", x, call.operator("Sigmoid", x));
      case SOFTPLUS -> call.operator("Softplus", x);
      case SOFTSIGN -> call.operator("Softsign", x);
      case SIGMOID -> call.operator("Sigmoid", x);
      case TANH -> call.operator("Tanh", x);
      case SOFTMAX -> call.operator("Softmax", Map.of("axis", 1), x);
    };
  }

  private static <V> V onnxHardSigmoid(OnnxCall<V> call, V x) {
    return call.operator("HardSigmoid", Map.of("alpha", 1 / 6f, "beta", 0.5f), x);
  }

  /** Keras's name, such as {@code relu}. */
  public String kerasName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
