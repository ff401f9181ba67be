package org.mnistcnn.app;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.mnistcnn.common.SettingText;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.Split;
import org.mnistcnn.data.TrainTestData;

/**
 * What a person must know of how the images of a run are parted: which classes a part lacks, as
 * those of arrays that are sorted by class do, and whether the data set brings its validation set.
 *
 * @param data the data set, whole
 * @param training what it is limited to
 * @param split of these
 */
record PartsNotes(RunConfig config, TrainTestData data, Dataset training, Split split) {

  private static final int MOST_SHOWN = 10;

  void tell(Consumer<SettingText> notes) {
    data.validation()
        .ifPresent(
            validation ->
                notes.accept(
                    SettingText.of(
                        "%s brings %,d images to validate on: {validationSplit} and"
                            + " {validationFold} are not used",
                        config.data().place(), validation.count())));
    boolean[] there = classes(data.training());
    boolean[] limited = classes(training);
    boolean[] learned = classes(split.training());
    boolean[] validated = classes(split.validation());
    String absent = missing(category -> !there[category]);
    String beyond = missing(category -> there[category] && !limited[category]);
    String unlearned = missing(category -> limited[category] && !learned[category]);
    String unseen = missing(category -> limited[category] && !validated[category]);
    if (!absent.isEmpty()) {
      notes.accept(SettingText.of("the training set has no image of class %s", absent));
    }
    List<SettingText> lacks = new ArrayList<>();
    if (!beyond.isEmpty()) {
      lacks.add(
          SettingText.of(
              "the first %,d images, which {limit} takes, have none of class %s",
              training.count(), beyond));
    }
    if (!unlearned.isEmpty()) {
      lacks.add(
          SettingText.of(
              "the images to learn from have none of class %s: all are held out for validation",
              unlearned));
    }
    if (!unseen.isEmpty() && split.validation().count() > 0) {
      lacks.add(SettingText.of("the images to validate on have none of class %s", unseen));
    }
    lacks.forEach(notes);
    boolean shufflingHelps = data.validation().isEmpty() || !beyond.isEmpty();
    if (!lacks.isEmpty() && shufflingHelps && !config.fit().shuffleSplit()) {
      notes.accept(
          SettingText.of(
              "images are taken in the order of the data set, as Keras does; {shuffleSplit} gives"
                  + " each part its share of every class"));
    }
  }

  private static boolean[] classes(Dataset images) {
    boolean[] there = new boolean[images.classNames().size()];
    for (int label : images.labels()) {
      there[label] = true;
    }
    return there;
  }

  /** The names of some classes, as many as can be read; empty if there are none. */
  private String missing(IntPredicate wanted) {
    List<String> names =
        IntStream.range(0, training.classNames().size())
            .filter(wanted)
            .mapToObj(training.classNames()::get)
            .toList();
    int shown = Math.min(MOST_SHOWN, names.size());
    return String.join(", ", names.subList(0, shown))
        + (shown < names.size() ? " and %d more".formatted(names.size() - shown) : "");
  }
}
