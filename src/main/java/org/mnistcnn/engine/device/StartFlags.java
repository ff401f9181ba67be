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
    Loader.load(tensorflow.class);
    Pointer function = Loader.addressof(ENABLE_OP_DETERMINISM);
    if (function == null) {
      requireVariable("TF_DETERMINISTIC_OPS", "1");
      return;
    }
    // JavaCPP calls a function through a structure that begins with its address, and of C++'s types
    // this one has the shape wanted: one argument, in a register, and no result. The argument is an
    // address to JavaCPP and a bool to the function: 0 or 1.
    try (PointerPointer<Pointer> structure = new PointerPointer<Pointer>(2).put(0, function);
        Listener_BytePointer call = new Listener_BytePointer(structure);
        BytePointer argument = new BytePointer((Pointer) null)) {
      call.call(argument.position(deterministic ? 1 : 0));
    }
  }

  private static void requireVariable(String variable, String value) {
    if (!value.equals(System.getenv(variable))) {
      throw new DeviceNotFoundException(
          "a deterministic GPU needs %s=%s in the environment before the program starts"
              .formatted(variable, value));
    }
  }
}
