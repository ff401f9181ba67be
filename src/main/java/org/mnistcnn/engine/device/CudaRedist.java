package org.mnistcnn.engine.device;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.presets.javacpp;
import org.mnistcnn.common.SettingText;

/**
 * NVIDIA's libraries as a Maven artifact ({@code -Pgpu-redist}), so that a machine needs the driver
 * only.
 *
 * <p>TensorFlow opens CUDA by name (SONAME) wherever the system's loader looks, which cannot be
 * told to look elsewhere once the process runs. But a library that is already loaded answers to its
 * SONAME wherever its file lies; so all of them are loaded by path before TensorFlow asks.
 */
final class CudaRedist {

  private static final String DIRECTORY = "/org/bytedeco/cuda/linux-x86_64/";

  /**
   * What TensorFlow opens and what that needs in turn, dependencies first: were it the other way
   * round, a dependency would be taken from the CUDA that the system has, of another version.
   */
  private static final List<String> LIBRARIES =
      List.of(
          "libcudart.so.12",
          "libnvrtc-builtins.so.12.6",
          "libnvrtc.so.12",
          "libnvJitLink.so.12",
          "libcublasLt.so.12",
          "libcublas.so.12",
          "libcufft.so.11",
          "libcusparse.so.12",
          "libcusolver.so.11",
          "libcudnn_graph.so.9",
          "libcudnn_ops.so.9",
          "libcudnn_heuristic.so.9",
          "libcudnn_engines_precompiled.so.9",
          "libcudnn_engines_runtime_compiled.so.9",
          "libcudnn_cnn.so.9",
          "libcudnn_adv.so.9",
          "libcudnn.so.9",
          "libnccl.so.2",
          "libcupti.so.12");

  private static boolean done;

  private CudaRedist() {}

  static boolean isOnClassPath() {
    return CudaRedist.class.getResource(DIRECTORY + CudaLibrary.OPENED.get(0)) != null;
  }

  /**
   * Loads the libraries, once in a process, if they are on the class path and there is a driver;
   * without one, gigabytes would be unpacked for nothing. Must come before anything that loads
   * TensorFlow. The first time takes a minute or so.
   *
   * @throws UncheckedIOException if they can't be unpacked
   * @throws IllegalStateException if one of them can't be loaded
   */
  static synchronized void load() {
    URL directory = CudaRedist.class.getResource(DIRECTORY);
    if (done || directory == null || !isOnClassPath()) {
      return;
    }
    Loader.load(javacpp.class); // Not TensorFlow's natives: they look for CUDA as they are loaded.
    if (!CudaLibrary.opens(CudaLibrary.DRIVER)) {
      return;
    }
    Path unpacked = unpack(directory);
    requireAll(unpacked, CudaLibrary.OPENED);
    load(unpacked, LIBRARIES);
    done = true;
  }

  /** A library that is not there would leave the GPU unused without a word. */
  static void requireAll(Path directory, List<String> names) {
    List<String> missing =
        names.stream().filter(name -> !Files.isRegularFile(directory.resolve(name))).toList();
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "%s: NVIDIA's libraries %s are not there; delete the directory, it is unpacked anew"
              .formatted(directory, missing));
    }
  }

  /**
   * The directory of a jar, unpacked into JavaCPP's cache, which keeps it for the next time; one
   * that is no part of a jar is left where it is.
   */
  private static Path unpack(URL directory) {
    if (directory.getProtocol().equals("file")) {
      return Path.of(URI.create(directory.toString()));
    }
    try {
      File unpacked = Loader.cacheResource(directory);
      if (unpacked == null) {
        throw new IOException("nothing was unpacked");
      }
      return unpacked.toPath();
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException(
              "%s: NVIDIA's libraries can't be unpacked here (%s); make room for 4 GB, or name"
                      .formatted(cache(), e.getMessage())
                  + " another directory by -Dorg.bytedeco.javacpp.cachedir=DIR in"
                  + " MNIST_CNN_JAVA_OPTS",
              e));
    }
  }

  /** Where JavaCPP unpacks natives. */
  static Path cache() {
    try {
      return Loader.getCacheDir().toPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Loads the files of these names that are in the directory. One that can't be loaded is tried
   * again after the others, in case it needs one of those.
   *
   * @param names in the order to load them in
   * @throws DeviceNotFoundException if there are some that can't be loaded in any order
   */
  static void load(Path directory, List<String> names) {
    List<Path> left = names.stream().map(directory::resolve).filter(Files::isRegularFile).toList();
    while (!left.isEmpty()) {
      Map<Path, UnsatisfiedLinkError> failures = new LinkedHashMap<>();
      for (Path file : left) {
        try {
          System.load(file.toAbsolutePath().toString());
        } catch (UnsatisfiedLinkError e) {
          failures.put(file, e);
        }
      }
      if (failures.size() == left.size()) {
        UnsatisfiedLinkError first = failures.values().iterator().next();
        throw new DeviceNotFoundException(
            SettingText.of(
                "NVIDIA's library can't be loaded: %s; delete %s, from where it is unpacked anew, or"
                    + " take the CPU by {device} cpu",
                String.valueOf(first.getMessage()), directory),
            first);
      }
      left = List.copyOf(failures.keySet());
    }
  }
}
