package org.mnistcnn.engine.device;

/**
 * What TensorFlow reads from the environment once, when it is loaded: nothing inside a JVM can set
 * it later.
 */
enum StartFlags {
  /** Kernels on a GPU that give the same bits every time. */
  DETERMINISTIC_GPU("TF_DETERMINISTIC_OPS", "1"),

  /** XLA for ops on a CPU, which it leaves alone otherwise. */
  XLA_ON_CPU("TF_XLA_FLAGS", "--tf_xla_cpu_global_jit");

  private final String variable;
  private final String value;

  StartFlags(String variable, String value) {
    this.variable = variable;
    this.value = value;
  }

  /**
   * Checks that the process was started with it.
   *
   * @param what needs it
   * @param option of the launcher that sees to it
   * @throws DeviceNotFoundException if it was not
   */
  void require(String what, String option) {
    String found = System.getenv(variable);
    if (found == null || !found.contains(value)) {
      throw new DeviceNotFoundException(
          "%s needs %s=%s in the environment before the program starts; ./mnist-cnn sees to it where"
                  .formatted(what, variable, value)
              + " %s is on its command line".formatted(option));
    }
  }
}
