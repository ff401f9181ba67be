/**
 * What a machine has to compute with, and how it is to compute. Start with {@link
 * org.mnistcnn.engine.device.Device} and {@link org.mnistcnn.engine.device.ComputeOptions}.
 *
 * <p><b>Devices are counted through the C library</b>, with a session that lives only for the
 * question: TensorFlow-Java has no public call for it. No device is written into a graph, but where
 * several, or one that is not the first, were asked for: then {@code Placement} writes them into a
 * copy of the finished graph, tower by tower. TensorFlow's C++ library makes the ops of gradients
 * wherever it likes, so it can't be said while the graph is built. A CPU that is cut into devices
 * ({@code --device cpu:0,cpu:1}) shows without a GPU that the numbers are the same ({@code
 * PlacementTest}).
 *
 * <p><b>What TensorFlow takes for the whole process</b> is set where it is asked for: determinism
 * on a GPU and XLA on a CPU by TensorFlow's own functions ({@code StartFlags}), which work at any
 * time. Only the log level and {@code TF_OVERRIDE_GLOBAL_THREADPOOL} come from the environment,
 * which the launcher sets.
 *
 * <p><b>CUDA from Maven is loaded by path, before TensorFlow.</b> TensorFlow opens CUDA by SONAME;
 * a library that is loaded already answers to it wherever its file lies, while {@code
 * LD_LIBRARY_PATH} is read only when the process starts. {@code CudaRedist} unpacks and loads, in
 * front of the one place that asks for devices ({@code PhysicalDevices}). {@code Device} comes
 * before {@code GraphModel} and {@code Classifier}, which take one.
 */
@NullMarked
package org.mnistcnn.engine.device;

import org.jspecify.annotations.NullMarked;
