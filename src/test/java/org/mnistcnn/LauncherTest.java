package org.mnistcnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with a Maven and a Java that only tell what they are called with. */
@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {

  private static final Pattern EXPORT = Pattern.compile("(?m)^export (\\w+)=\"\\$\\{\\1:-(.*)}\"$");

  /** Makes the files of a build; fails if there is a file "broken", and counts its calls. */
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "called: $*" >> calls
      echo '[INFO] --- compiler:3.0:compile (default-compile) @ program ---'
      if [ -f broken ]; then
        echo '[ERROR] COMPILATION ERROR : '
        echo '[ERROR] Some.java:[1,2] no semicolon'
        echo '[ERROR] '
        echo '[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.'
        exit 1
      fi
      sleep 1
      mkdir -p target/lib
      echo 'export TF_CPP_MIN_LOG_LEVEL="${TF_CPP_MIN_LOG_LEVEL:-2}"' > target/lib/environment.sh
      echo '[INFO] BUILD SUCCESS'
      printf '\\033[0m'
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      for argument in "$@"; do echo "$argument"; done
      echo "log level $TF_CPP_MIN_LOG_LEVEL"
      exit 7
      """;

  @TempDir Path directory;
  private Path home;

  @BeforeEach
  void makeAProject() throws IOException {
    home = Files.createDirectory(directory.resolve("a path with spaces"));
    Files.copy(Path.of("mnist-cnn"), home.resolve("mnist-cnn"));
    Files.createFile(home.resolve("pom.xml"));
    Files.createDirectories(home.resolve("src/main"));
    executable("mvn", MAVEN);
    executable("java", JAVA);
  }

  private void executable(String name, String script) throws IOException {
    Path file = Files.createDirectories(directory.resolve("bin")).resolve(name);
    Files.writeString(file, script);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** What a process printed, and how it ended. */
  private record Ended(int exitCode, List<String> out, List<String> err) {}

  private Process start(Map<String, String> variables, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", home.resolve("mnist-cnn").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("TF_CPP_MIN_LOG_LEVEL");
    builder
        .environment()
        .merge("PATH", directory.resolve("bin").toString(), (a, b) -> b + File.pathSeparator + a);
    builder.environment().putAll(variables);
    return builder.start();
  }

  private static Ended end(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(err).doesNotContain("\u001b");
    return new Ended(process.exitValue(), out.lines().toList(), err.lines().toList());
  }

  private Ended run(String... arguments) throws IOException, InterruptedException {
    return end(start(Map.of(), arguments));
  }

  private List<String> callsOfMaven() throws IOException {
    return Files.readAllLines(home.resolve("calls"));
  }

  @Test
  void theFirstStartBuildsAndTheNextDoesNot() throws Exception {
    Ended first = run("train", "--name", "two words", "--xla");
    Ended second = run("--version");

    assertThat(first.err())
        .containsExactly(
            "mnist-cnn: building, which is needed once; the log is "
                + home.resolve("target/lib.log"),
            "mnist-cnn:   downloading with Maven up to 300 MB, most of it TensorFlow; what it has"
                + " already stays",
            "mnist-cnn:   compiling",
            "mnist-cnn: built");
    assertThat(first.out())
        .startsWith("@" + home.resolve("target/lib/jvm.options"))
        .endsWith("org.mnistcnn.cli.Main", "train", "--name", "two words", "--xla", "log level 2");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).endsWith("--version", "log level 2");
    assertThat(List.of(first.exitCode(), second.exitCode())).containsOnly(7);
    assertThat(callsOfMaven()).hasSize(1);
    assertThat(home.resolve("target/build.lock")).doesNotExist();
  }

  @Test
  void ofTwoFirstStartsOneBuildsAndTheOtherSaysThatItWaits() throws Exception {
    Process one = start(Map.of(), "one");
    Process other = start(Map.of(), "other");
    List<Ended> ends = List.of(end(one), end(other));

    assertThat(ends).allMatch(end -> end.exitCode() == 7);
    assertThat(callsOfMaven()).hasSize(1);
    assertThat(ends.stream().flatMap(end -> end.err().stream()))
        .filteredOn(
            line -> line.matches("mnist-cnn: waiting for the build of process \\d+ to end.*"))
        .hasSize(1);
  }

  @Test
  void theLockOfAKilledBuildIsTakenAway() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Files.createDirectory(home.resolve("target"));
    Files.createSymbolicLink(
        home.resolve("target/build.lock"), Path.of(Long.toString(ended.pid())));

    assertThat(run("--version").exitCode()).isEqualTo(7);
    try (Stream<Path> locks = Files.list(home.resolve("target"))) {
      assertThat(locks.filter(file -> file.toString().contains("lock"))).isEmpty();
    }
  }

  @Test
  void aChangedSourceIsRebuilt() throws Exception {
    run("--version");
    Files.writeString(home.resolve("src/main/New.java"), "class New {}");

    assertThat(run("--version").err())
        .startsWith("mnist-cnn: rebuilding, for sources have changed")
        .endsWith("mnist-cnn: built");
    assertThat(callsOfMaven()).hasSize(2);
  }

  @Test
  void aFailedBuildSaysWhyAndWhereTheLogIs() throws Exception {
    Files.createFile(home.resolve("broken"));

    Ended failed = run("--version");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    Path log = home.resolve("target/lib.log");
    assertThat(failed.err())
        .endsWith(
            "mnist-cnn: the build failed; the log is " + log + " and says:",
            "COMPILATION ERROR : ",
            "Some.java:[1,2] no semicolon");
    assertThat(log).content().contains("re-run Maven with the -e switch");
    assertThat(home.resolve("target/build.lock")).doesNotExist();

    Files.delete(home.resolve("broken"));
    assertThat(run("--version").exitCode()).isEqualTo(7);
  }

  @Test
  void whatIsSaidOfGpusDecidesWhatIsBuilt() throws Exception {
    assertThat(end(start(Map.of("MNIST_CNN_GPU", "yes"))))
        .isEqualTo(
            new Ended(
                2, List.of(), List.of("mnist-cnn: MNIST_CNN_GPU must be 0, 1 or redist, got yes")));
    end(start(Map.of("MNIST_CNN_GPU", "redist")));

    assertThat(callsOfMaven()).singleElement().asString().contains(" -Pgpu-redist -Dlauncher ");
  }

  @Test
  void theTestsRunInTheJvmAndTheEnvironmentOfTheLauncher() throws IOException {
    Path lib = Path.of(System.getProperty("mnistcnn.lib", "target/lib"));
    List<String> flags =
        Files.readAllLines(lib.resolve("jvm.options")).stream()
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    List<MatchResult> exports =
        EXPORT.matcher(Files.readString(lib.resolve("environment.sh"))).results().toList();

    assertThat(ManagementFactory.getRuntimeMXBean().getInputArguments()).containsAll(flags);
    assertThat(exports)
        .hasSize(3)
        .allSatisfy(
            export -> assertThat(System.getenv(export.group(1))).isEqualTo(export.group(2)));
  }
}
