package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mnistcnn.app.ModelSource;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.common.InvalidDataException;
import org.mnistcnn.engine.ModelState;
import org.mnistcnn.formats.Inspection;
import org.mnistcnn.formats.keras.KerasFile;
import org.mnistcnn.nn.Model;
import org.mnistcnn.nn.compile.Compilation;
import org.mnistcnn.train.Checkpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "inspect",
    description = "Shows what a model's file holds: signatures, layers, training, hashes.")
final class InspectCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "PATH",
      description =
          "A SavedModel's version, an ONNX or .keras file, a run directory or a checkpoint.")
  private Path path = Path.of("");

  @Override
  public Integer call() throws IOException {
    print(spec.commandLine().getOut(), inspection());
    return 0;
  }

  private Inspection inspection() throws IOException {
    if (KerasFile.isNamedLikeOne(path)) {
      KerasFile file = KerasFile.read(path);
      Model model = file.model();
      return Inspection.of(
          ".keras file",
          new TrainedModel(model, file.weights(), TrainedModel.numbered(model), compiled(file)),
          path);
    }
    Optional<Checkpoint> checkpoint =
        ModelSource.checkpoint(path, warning -> Console.warn(spec, warning));
    return checkpoint.isPresent()
        ? Inspection.of(
            "run in epoch %d".formatted(checkpoint.get().epoch()),
            ModelSource.trained(path, checkpoint.get()))
        : Inspection.of(path);
  }

  /** What the file says of its training. */
  private static Map<String, String> compiled(KerasFile file) {
    Map<String, String> facts = new LinkedHashMap<>();
    try {
      Optional<Compilation> compilation = file.compilation();
      if (compilation.isEmpty()) {
        return Map.of("compiled", "no");
      }
      ModelState state = file.state(compilation.get());
      facts.put("optimizer", compilation.get().optimizer().toString());
      facts.put("loss", compilation.get().loss().toString());
      facts.put("metrics", compilation.get().metrics().toString());
      facts.put("gradient clipping", compilation.get().clipping().toString());
      compilation
          .get()
          .emaMomentum()
          .ifPresent(
              momentum -> facts.put("momentum of averaged weights", Double.toString(momentum)));
      facts.put("steps done", Long.toString(state.steps()));
      facts.put("learning rate of the next step", Float.toString((float) state.learningRate()));
      return facts;
    } catch (InvalidDataException e) {
      return Map.of("compiled", "in a way that is not known here: " + e.getMessage());
    }
  }

  private void print(PrintWriter out, Inspection inspection) {
    out.printf("%s: %s%n", path, inspection.kind());
    for (Inspection.Section section : inspection.sections()) {
      out.printf("%n%s%n", section.title());
      section.lines().forEach(line -> out.println("  " + line));
    }
  }
}
