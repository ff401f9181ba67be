package org.mnistcnn.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Assumptions;

/** Builds small shared libraries, in the place of NVIDIA's, with gcc. */
public final class DummyLibraries {

  private DummyLibraries() {}

  /** Skips the test, visibly, where no libraries can be built. */
  public static void requireCompiler() {
    Assumptions.assumeTrue(
        Loader.getPlatform().startsWith("linux"), "the loader of Linux is what is tested");
    try {
      assertThat(new ProcessBuilder("gcc", "--version").start().waitFor()).isZero();
    } catch (IOException e) {
      Assumptions.abort("there is no gcc to build dummy libraries with: " + e.getMessage());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Builds a library that calls the ones it needs.
   *
   * @param soname its file's name and the name that it answers to
   * @param needs libraries of the same directory
   */
  public static Path build(Path directory, String soname, String... needs)
      throws IOException, InterruptedException {
    StringBuilder source = new StringBuilder();
    StringBuilder sum = new StringBuilder("1");
    List<String> command =
        new ArrayList<>(List.of("gcc", "-shared", "-fPIC", "-Wl,--no-as-needed"));
    command.addAll(List.of("-Wl,-soname," + soname, "-o", directory.resolve(soname).toString()));
    for (String need : needs) {
      source.append("int %s(void);%n".formatted(function(need)));
      sum.append(" + %s()".formatted(function(need)));
      command.add(directory.resolve(need).toString());
    }
    source.append("int %s(void) { return %s; }%n".formatted(function(soname), sum));
    Path file = directory.resolve(soname + ".c");
    Files.writeString(file, source);
    command.addAll(4, List.of(file.toString()));
    Process gcc = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(gcc.waitFor()).as("%s%n%s", command, output).isZero();
    Files.delete(file);
    return directory.resolve(soname);
  }

  private static String function(String soname) {
    return soname.replaceAll("[^a-zA-Z0-9]", "_");
  }
}
