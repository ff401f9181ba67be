package org.mnistcnn.engine.device;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.tensorflow.internal.c_api.Listener_BytePointer;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * TensorFlow's switches that hold for the whole process instead of one session. Its documentation
 * sets them by environment variables, which a JVM cannot change for itself; and a second JVM with
 * another environment would have to hand on every signal for Ctrl-C to save a run. TensorFlow's own
 * functions do the same at any time, for all kernels that are made afterwards.
 */
final class StartFlags {

  /** {@code void tsl::EnableOpDeterminism(bool)}, which Keras's enable_op_determinism calls. */
  private static final String ENABLE_OP_DETERMINISM = "_ZN3tsl19EnableOpDeterminismEb";

  /** {@code void tsl::enable_tensor_float_32_execution(bool)}, which Python's call leads to. */
  private static final String ENABLE_TENSOR_FLOAT_32 =
      "_ZN3tsl32enable_tensor_float_32_executionEb";

  private StartFlags() {}

  /** Lets XLA compile for CPUs, in sessions that ask for XLA; as TF_XLA_FLAGS would. */
  static void allowXlaOnCpus() {
    tensorflow.TF_SetTfXlaCpuGlobalJit((byte) 1);
  }

  /**
   * Takes kernels that give the same bits every time; as TF_DETERMINISTIC_OPS=1 would.
   *
   * @throws DeviceNotFoundException if this TensorFlow has no such switch and was not started with
   *     the variable
   */
  static void setDeterministicOps(boolean deterministic) {
    if (!call(ENABLE_OP_DETERMINISM, deterministic)) {
      requireVariable("TF_DETERMINISTIC_OPS", "1", "a deterministic GPU");
    }
  }

  /**
   * Lets kernels round the factors of float32 products to TensorFloat-32, or not.
   *
   * @throws DeviceNotFoundException if it must not be, this TensorFlow has no such switch, and the
   *     process was not started with NVIDIA_TF32_OVERRIDE=0, with which CUDA's libraries never do
   */
  static void setTensorFloat32(TensorFloat32 tf32) {
    if (!call(ENABLE_TENSOR_FLOAT_32, tf32 == TensorFloat32.ON) && tf32 == TensorFloat32.OFF) {
      requireVariable("NVIDIA_TF32_OVERRIDE", "0", "a GPU without TensorFloat-32");
    }
  }

  /** Calls a function of TensorFlow's that takes a bool; false if there is none of that name. */
  private static boolean call(String name, boolean value) {
    Loader.load(tensorflow.class);
    Pointer function = Loader.addressof(name);
    if (function == null) {
      return false;
    }
    // JavaCPP calls a function through a structure that begins with its address, and of C++'s types
    // this one has the shape wanted: one argument, in a register, and no result. The argument is an
    // address to JavaCPP and a bool to the function: 0 or 1.
    try (PointerPointer<Pointer> structure = new PointerPointer<Pointer>(2).put(0, function);
        Listener_BytePointer call = new Listener_BytePointer(structure);
        BytePointer argument = new BytePointer((Pointer) null)) {
      call.call(argument.position(value ? 1 : 0));
    }
    return true;
  }

  private static void requireVariable(String variable, String value, String purpose) {
    if (!value.equals(System.getenv(variable))) {
      throw new DeviceNotFoundException(
          "%s needs %s=%s in the environment before the program starts"
              .formatted(purpose, variable, value));
    }
  }
}
