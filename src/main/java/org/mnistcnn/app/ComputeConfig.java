package org.mnistcnn.app;

import java.util.Optional;
import org.mnistcnn.common.Background;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.WithBuilder;
import org.mnistcnn.engine.device.ComputeOptions;
import org.mnistcnn.engine.device.DataPlacement;
import org.mnistcnn.engine.device.Device;
import org.mnistcnn.engine.device.MemorySize;
import org.mnistcnn.engine.device.Precision;
import org.mnistcnn.engine.device.TensorFloat32;
import org.mnistcnn.engine.device.TensorFlowVersion;

/**
 * Where and how a training computes.
 *
 * @param device what kind of device, or which ones
 * @param precision the numbers that the network computes in
 * @param xla whether TensorFlow's compiler XLA fuses ops where it can
 * @param deterministic whether the same seed gives the same weights on a GPU as well
 * @param tf32 whether a GPU may multiply float32 numbers in TensorFloat-32; empty for TensorFlow's
 *     way, on
 * @param gpuMemory the most to take of a GPU's memory; empty for all that is free
 * @param resident where the training set lies
 * @param threads how many of the processor's threads to use; empty for all
 */
@WithBuilder
public record ComputeConfig(
    @Role(Role.Kind.LOCAL) Device.Choice device,
    Precision precision,
    @Role(Role.Kind.SHARED) boolean xla,
    @Role(Role.Kind.SHARED) boolean deterministic,
    @Role(Role.Kind.SHARED) Optional<TensorFloat32> tf32,
    @Role(Role.Kind.LOCAL) Optional<MemorySize> gpuMemory,
    @Role(Role.Kind.LOCAL) DataPlacement resident,
    @Role(Role.Kind.SHARED) Optional<Integer> threads)
    implements ComputeConfigBuilder.With {

  /** float32 on a GPU where TensorFlow sees one, else on the CPU. */
  public static final ComputeConfig DEFAULT =
      ComputeConfigBuilder.empty()
          .device(Device.Choice.AUTO)
          .precision(Precision.FLOAT32)
          .resident(DataPlacement.AUTO)
          .build();

  public ComputeConfig {
    threads.ifPresent(count -> Check.positive("threads", count));
  }

  ComputeOptions execution() {
    return new ComputeOptions(
        precision,
        xla,
        deterministic,
        tf32.orElse(TensorFloat32.ON),
        gpuMemory,
        resident,
        threads.orElse(0));
  }

  /**
   * The device, with TensorFlow loaded, which takes as long as reading MNIST: for {@link
   * Background}.
   */
  public Device loadedDevice() {
    Device chosen = Device.choose(device, execution());
    TensorFlowVersion.current();
    return chosen;
  }
}
