package org.mnistcnn.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mnistcnn.engine.device.CudaLibrary;
import org.mnistcnn.engine.device.DeviceReport;
import org.mnistcnn.engine.device.NativesBuild;
import org.mnistcnn.engine.device.Processor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what there is to train on, and what is missing to train on a GPU. */
@Command(
    name = "devices",
    description = "Shows what TensorFlow can train on here, and what is missing for a GPU.")
final class DevicesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    print(spec.commandLine().getOut(), DeviceReport.ofThisMachine());
    return 0;
  }

  static void print(PrintWriter out, DeviceReport report) {
    out.println("Devices that TensorFlow sees:");
    for (DeviceReport.Seen device : report.devices()) {
      String memory =
          device.memoryBytes() == 0
              ? ""
              : String.format(Locale.ROOT, "%.1f GB  ", device.memoryBytes() / (double) (1L << 30));
      out.printf(
          "  %-6s  %-4s  %s%s%n", device.name(), device.type(), memory, device.model().orElse(""));
    }
    out.printf("Natives:        %s%n", natives(report));
    out.printf("NVIDIA driver:  %s%n", driver(report.cuda()));
    out.println("CUDA libraries that TensorFlow opens:");
    for (CudaLibrary library : report.cuda().libraries()) {
      out.printf("  %-18s  %s%n", library.soname(), found(library));
    }
    out.printf("Unpacked in:    %s%n", report.cache());
    out.printf("Processor:      %s%n", processor(report.processor()));
    out.printf(
        "Vector units:   %s%n",
        report.processor().vectorUnits().map(DevicesCommand::list).orElse("unknown"));
    out.printf("Next: %s%n", report.advice());
  }

  private static String natives(DeviceReport report) {
    NativesBuild natives = report.natives();
    String build =
        natives.gpu()
            ? "GPU build for CUDA %s and cuDNN %s or later"
                .formatted(NativesBuild.CUDA, NativesBuild.CUDNN)
            : "CPU build";
    return "TensorFlow %s, %s, %s%s"
        .formatted(
            natives.tensorFlow(),
            natives.platform(),
            build,
            report.cuda().redist() ? "; CUDA comes with the program" : "");
  }

  private static String driver(DeviceReport.Cuda cuda) {
    String version = cuda.driverVersion().map(number -> "version " + number + ", ").orElse("");
    return version + cuda.driver().soname() + " " + found(cuda.driver());
  }

  private static String found(CudaLibrary library) {
    Optional<Path> file = library.file();
    return library.found() ? "found" + file.map(path -> ": " + path).orElse("") : "missing";
  }

  private static String processor(Processor processor) {
    return "%s, %d threads".formatted(processor.model().orElse("unknown"), processor.threads());
  }

  private static String list(List<String> units) {
    return units.isEmpty() ? "none of AVX, AVX-512 and AMX" : String.join(" ", units);
  }
}
