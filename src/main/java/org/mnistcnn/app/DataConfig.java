package org.mnistcnn.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.mnistcnn.artifact.Classifier;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.common.Check;
import org.mnistcnn.common.SettingText;
import org.mnistcnn.common.WithBuilder;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.ImageShape;
import org.mnistcnn.data.TrainTestData;
import org.mnistcnn.data.read.DatasetReader;
import org.mnistcnn.data.read.FolderReadOptions;
import org.mnistcnn.data.read.FolderReadOptionsBuilder;
import org.mnistcnn.formats.Provenance;

/**
 * What a model is trained and tested on. The settings but {@code data} and {@code limit} are of
 * data sets that leave them open, see {@link FolderReadOptions}.
 *
 * @param data a data set that {@link DatasetReader} reads; empty for the bundled MNIST
 * @param imageSize what the images of a folder are resized to
 * @param channels 1 to read the images of a folder as grey, 3 in colour
 * @param testSplit the share of each class that is kept for testing, where there is no test set
 * @param splitSeed decides which images these are, and the order of a folder's training set
 * @param skipBad whether images of a folder that can't be read are left out
 * @param limit how many images of the training set to train on, from its beginning; empty for all
 */
@WithBuilder
public record DataConfig(
    @Role(Role.Kind.SHARED) Optional<Path> data,
    @Role(Role.Kind.SHARED) Optional<FolderReadOptions.ImageSize> imageSize,
    @Role(Role.Kind.SHARED) Optional<Integer> channels,
    @Role(Role.Kind.SHARED) Optional<Double> testSplit,
    @Role(Role.Kind.SHARED) Optional<Long> splitSeed,
    @Role(Role.Kind.SHARED) boolean skipBad,
    @Role(Role.Kind.SHARED) Optional<Integer> limit)
    implements DataConfigBuilder.With {

  /** All of the bundled MNIST. */
  public static final DataConfig DEFAULT = DataConfigBuilder.empty().build();

  public DataConfig {
    limit.ifPresent(count -> Check.positive("limit", count));
    reading(imageSize, channels, testSplit, splitSeed, skipBad);
  }

  /** Where the data set is: {@code data}, or the one that comes with the program. */
  public Path place() {
    return data.orElseGet(
        () -> Path.of(System.getProperty("mnistcnn.home", "."), "data", "mnist").normalize());
  }

  /**
   * Reads training and test set, whole.
   *
   * @param notes are told what was left out or decided
   */
  public TrainTestData read(Consumer<SettingText> notes) throws IOException {
    return DatasetReader.read(place(), reading(), notes);
  }

  /** What of a training set is trained on. */
  public Dataset limited(Dataset training) {
    return limited(training, limit);
  }

  public static Dataset limited(Dataset training, Optional<Integer> limit) {
    return limit.isPresent()
        ? training.slice(0, Math.min(limit.get(), training.count()))
        : training;
  }

  public FolderReadOptions reading() {
    return reading(imageSize, channels, testSplit, splitSeed, skipBad);
  }

  private static FolderReadOptions reading(
      Optional<FolderReadOptions.ImageSize> imageSize,
      Optional<Integer> channels,
      Optional<Double> testSplit,
      Optional<Long> splitSeed,
      boolean skipBad) {
    FolderReadOptionsBuilder options =
        FolderReadOptions.DEFAULT.with().imageSize(imageSize).skipBad(skipBad);
    channels.ifPresent(options::channels);
    testSplit.ifPresent(options::testSplit);
    splitSeed.ifPresent(options::splitSeed);
    return options.build();
  }

  /** The same, and for what is not said here what a run was told of its data. */
  DataConfig orAsIn(DataConfig run) throws IOException {
    Path place = data.or(run::data).orElseGet(this::place);
    boolean imageFiles = DatasetReader.hasImageFiles(place);
    boolean testSet = DatasetReader.hasTestSet(place);
    return with()
        .data(data.or(run::data))
        .imageSize(imageSize.or(() -> run.imageSize().filter(size -> imageFiles)))
        .channels(channels.or(() -> run.channels().filter(number -> imageFiles)))
        .testSplit(testSplit.or(() -> run.testSplit().filter(share -> !testSet)))
        .splitSeed(splitSeed.or(() -> run.splitSeed().filter(seed -> !testSet)))
        .skipBad(skipBad || (imageFiles && run.skipBad()))
        .build();
  }

  /**
   * Reads training and test set for a model, in its size and split as its training split them.
   *
   * @param notes are told what was left out or decided
   */
  public TrainTestData read(TrainedModel model, Consumer<SettingText> notes) throws IOException {
    return DatasetReader.read(
        place(), reading(model.imageShape(), TrainedOn.of(model.facts())), notes);
  }

  /**
   * Reads the test set for a model, in its size and with its classes.
   *
   * @param known what its file says of the model
   * @param notes are told what was left out or decided
   */
  public Dataset readTest(Classifier model, Provenance known, Consumer<SettingText> notes)
      throws IOException {
    return DatasetReader.readTest(
        place(),
        reading(model.imageShape(), TrainedOn.of(known.facts())),
        known.classNamesOf(model),
        notes);
  }

  /**
   * How a data set is read that a model is tested on: images as the model takes them, split as the
   * model's training split them, so that it is not tested on what it has learned.
   */
  private FolderReadOptions reading(ImageShape shape, TrainedOn known) throws IOException {
    boolean testSet = DatasetReader.hasTestSet(place());
    FolderReadOptions reading =
        with()
            .testSplit(testSplit.or(() -> known.testSplit().filter(share -> !testSet)))
            .splitSeed(splitSeed.or(() -> known.splitSeed().filter(seed -> !testSet)))
            .build()
            .reading();
    boolean canBeDecoded = shape.channels() == 1 || shape.channels() == 3;
    return canBeDecoded && DatasetReader.hasImageFiles(place()) ? reading.or(shape) : reading;
  }
}
