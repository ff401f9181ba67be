package org.mnistcnn.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.app.DataConfig;
import org.mnistcnn.app.Outputs;
import org.mnistcnn.app.RunConfig;
import org.mnistcnn.charts.Charts;
import org.mnistcnn.cli.options.GivenSettings;
import org.mnistcnn.cli.options.TakesSettings;
import org.mnistcnn.common.Json;
import org.mnistcnn.common.SettingException;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.data.read.DatasetSummary;
import org.mnistcnn.data.read.Duplicates;
import org.mnistcnn.data.read.FolderReadOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Describes a data set. */
@TakesSettings(
    value = DataConfig.class,
    except = {"data", "limit"})
@Command(
    name = "data",
    description =
        "Describes a data set: counts, sizes, classes, duplicates, files that can't be read, and a"
            + " picture of a few images of each class.",
    sortOptions = false)
final class DataCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      description =
          "A data set: files of arrays or a folder of images, in any of the forms of docs/DATA.md.")
  private Path path = Path.of("");

  @Mixin private final AugmentPreview preview = new AugmentPreview();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The picture (default: charts/NAME/contact_sheet.png, NAME being the data's).")
  private @Nullable Path output;

  @Option(names = "--json", description = "Print JSON, with every class and file.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    preview.augmentations();
    Path picture = picture();
    Outputs.requireWritable(picture.resolve("..").normalize());
    Charts.requireFonts();
    DatasetSummary survey = survey();
    DataDescription description = new DataDescription(path, survey, Duplicates.of(survey.data()));
    Dataset training = survey.data().training();
    Charts.contactSheet("contact_sheet", name(), training, Charts.samplesOfEachClass(training))
        .writePng(picture);
    Path augmented = picture.resolveSibling(AugmentPreview.NAME + ".png");
    if (preview.wanted()) {
      preview.picture(training).writePng(augmented);
    }
    PrintWriter out = Console.out(spec);
    if (json) {
      out.print(Json.pretty(description.json()));
    } else {
      description.print(out);
      out.printf("Written:%n  %s%n", picture);
      if (preview.wanted()) {
        out.printf("  %s%n", augmented);
      }
    }
    return 0;
  }

  private DatasetSummary survey() throws IOException {
    FolderReadOptions reading = GivenSettings.of(spec).over(RunConfig.DEFAULT).data().reading();
    if (reading.skipBad()) {
      throw new SettingException(
          "skipBad", "has no effect here: files that can't be read are always listed");
    }
    return DatasetReader.summary(path, reading, Console.err(spec)::println);
  }

  private Path picture() {
    if (output != null && spec != null && !output.toString().endsWith(".png")) {
      throw new ParameterException(
          spec.commandLine(), "--output must be a file that ends in .png, got " + output);
    }
    return output != null ? output : Path.of("charts", name(), "contact_sheet.png");
  }

  /** What the data set is called: its own name without an ending, in characters for file names. */
  private String name() {
    String last = String.valueOf(path.toAbsolutePath().normalize().getFileName());
    String name = Files.isRegularFile(path) ? last.replaceFirst("(?<=.)\\.[^.]+$", "") : last;
    return name.replaceAll("[^\\p{L}\\p{N}._-]", "_");
  }
}
