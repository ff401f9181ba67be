package org.mnistcnn.engine.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;

/**
 * A library of NVIDIA's that TensorFlow opens by name at run time.
 *
 * @param soname the name, such as {@code libcudart.so.12}
 * @param found whether it could be opened
 * @param file the file that was opened; empty if none was or the system does not tell
 */
public record CudaLibrary(String soname, boolean found, Optional<Path> file) {

  /** The driver's library, which comes with the driver and never with CUDA. */
  static final String DRIVER = "libcuda.so.1";

  /** What TensorFlow 2.18 opens, in its own words (SONAME), dependencies first. */
  static final List<String> OPENED =
      List.of(
          "libcudart.so.12",
          "libcublasLt.so.12",
          "libcublas.so.12",
          "libcufft.so.11",
          "libcusparse.so.12",
          "libcusolver.so.11",
          "libcudnn.so.9",
          "libnccl.so.2");

  private static final Path MAPPINGS = Path.of("/proc/self/maps");

  /** Opens a library by its name, as TensorFlow does, and asks Linux which file that was. */
  static CudaLibrary find(String soname) {
    return find(soname, CudaLibrary::opens, CudaLibrary::mappings);
  }

  /**
   * A library on a machine where {@code opens} tells what can be opened.
   *
   * @param mappings the lines of {@code /proc/self/maps}, asked for after the library is open
   */
  static CudaLibrary find(String soname, Predicate<String> opens, Supplier<List<String>> mappings) {
    return opens.test(soname)
        ? new CudaLibrary(soname, true, mappedFile(soname, mappings.get()))
        : new CudaLibrary(soname, false, Optional.empty());
  }

  /**
   * Whether the system's loader finds a library of this name; it stays open. JavaCPP's natives or
   * TensorFlow's, which contain them, must be loaded, or everything seems to be missing.
   */
  static boolean opens(String soname) {
    try {
      Loader.loadGlobal(soname);
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  private static List<String> mappings() {
    try {
      return Files.readAllLines(MAPPINGS);
    } catch (IOException e) {
      // Not on Linux: the library is known to be open, its file is not.
      return List.of();
    }
  }

  /**
   * The mapped file of a library. Its name is rarely the SONAME, which is a link to it: {@code
   * libcudart.so.12} is {@code libcudart.so.12.5.82}, and the driver's {@code libcuda.so.1} is
   * {@code libcuda.so.555.42.06}.
   */
  private static Optional<Path> mappedFile(String soname, List<String> mappings) {
    List<Path> files =
        mappings.stream()
            .filter(line -> line.indexOf('/') >= 0)
            .map(line -> Path.of(line.substring(line.indexOf('/'))))
            .distinct()
            .toList();
    String anyVersion = soname.substring(0, soname.indexOf(".so") + ".so".length());
    // One that CudaRedist has loaded has that very name; another may be loaded beside it.
    return files.stream()
        .filter(file -> file.endsWith(soname))
        .findFirst()
        .or(() -> first(files, soname))
        .or(() -> first(files, anyVersion));
  }

  private static Optional<Path> first(List<Path> files, String name) {
    return files.stream()
        .filter(
            file -> {
              String found = String.valueOf(file.getFileName());
              return found.equals(name) || found.startsWith(name + ".");
            })
        .findFirst();
  }
}
