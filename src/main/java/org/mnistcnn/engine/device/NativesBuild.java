package org.mnistcnn.engine.device;

import org.bytedeco.javacpp.Loader;

/**
 * The build of TensorFlow's natives on the class path.
 *
 * @param tensorFlow TensorFlow's version, such as {@code 2.18.0}
 * @param platform system and processor, such as {@code linux-x86_64}
 * @param gpu whether they were built for CUDA
 */
public record NativesBuild(String tensorFlow, String platform, boolean gpu) {

  /** What the GPU natives of TensorFlow 2.18.0 were built with. No call tells it. */
  public static final String CUDA = "12.5";

  /** The oldest cuDNN that the GPU natives of TensorFlow 2.18.0 run with. */
  public static final String CUDNN = "9.3";

  /** The one platform that has GPU natives. */
  private static final String GPU_PLATFORM = "linux-x86_64";

  private static final String GPU_NATIVES =
      "/org/tensorflow/internal/c_api/linux-x86_64-gpu/libtensorflow_cc.so.2";

  static NativesBuild onClassPath() {
    return new NativesBuild(TensorFlowVersion.current(), Loader.getPlatform(), isForGpu());
  }

  static boolean isForGpu() {
    return NativesBuild.class.getResource(GPU_NATIVES) != null;
  }

  boolean canBeForGpu() {
    return platform.equals(GPU_PLATFORM);
  }
}
