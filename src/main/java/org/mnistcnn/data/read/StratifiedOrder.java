package org.mnistcnn.data.read;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.mnistcnn.common.Sha256;

/**
 * Which images train and which test where a data set does not say it, and in which order the
 * training set lies. Both are functions of a seed and of the images' names alone, whatever order a
 * file system lists them in.
 */
final class StratifiedOrder {

  /** By code point, as Python sorts; Java's own order is another one beyond U+FFFF. */
  static final Comparator<String> BY_CODE_POINT =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private StratifiedOrder() {}

  /**
   * An image.
   *
   * @param name what it is called in its data set, such as its file below the root, with slashes
   * @param label the place of its class
   */
  record Labelled(String name, int label) {}

  /** Images of which the first train, mixed, and the others test, in the order they are listed. */
  record Parts(List<Labelled> training, List<Labelled> test) {}

  private record Drawn(Labelled file, double draw) {}

  private record Placed(Labelled file, double place) {}

  /**
   * Keeps a share of each class for testing: rounded, of two images or more at least one, and never
   * all.
   */
  static Parts split(List<Labelled> files, double share, long seed) {
    List<Labelled> training = new ArrayList<>();
    List<Labelled> test = new ArrayList<>();
    for (List<Drawn> drawn : byClass(files, seed)) {
      long tested = Math.max(1, Math.min(drawn.size() - 1L, Math.round(drawn.size() * share)));
      for (int i = 0; i < drawn.size(); i++) {
        (drawn.size() > 1 && i >= drawn.size() - tested ? test : training).add(drawn.get(i).file());
      }
    }
    test.sort(
        Comparator.comparingInt(Labelled::label).thenComparing(Labelled::name, BY_CODE_POINT));
    return new Parts(mixed(training, seed), test);
  }

  /**
   * Shuffles so that every stretch has each class in its share, as far as numbers allow: Keras's
   * validation split takes the last images, and a limit the first ones.
   */
  static List<Labelled> mixed(List<Labelled> files, long seed) {
    List<Placed> placed = new ArrayList<>();
    for (List<Drawn> drawn : byClass(files, seed)) {
      double phase = draw(drawn.get(0).file().name(), ~seed);
      for (int i = 0; i < drawn.size(); i++) {
        placed.add(new Placed(drawn.get(i).file(), (i + phase) / drawn.size()));
      }
    }
    placed.sort(
        Comparator.comparingDouble(Placed::place)
            .thenComparing(file -> file.file().name(), BY_CODE_POINT));
    return placed.stream().map(Placed::file).toList();
  }

  /** Each class in a random order of its own. */
  private static Iterable<List<Drawn>> byClass(List<Labelled> files, long seed) {
    TreeMap<Integer, List<Drawn>> classes = new TreeMap<>();
    for (Labelled file : files) {
      classes
          .computeIfAbsent(file.label(), label -> new ArrayList<>())
          .add(new Drawn(file, draw(file.name(), seed)));
    }
    for (List<Drawn> drawn : classes.values()) {
      drawn.sort(
          Comparator.comparingDouble(Drawn::draw)
              .thenComparing(file -> file.file().name(), BY_CODE_POINT));
    }
    return classes.values();
  }

  /** A number in [0, 1) that follows from a name, however its accents are encoded, and a seed. */
  private static double draw(String name, long seed) {
    byte[] bytes = Normalizer.normalize(name, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    ByteBuffer key = ByteBuffer.allocate(Long.BYTES + bytes.length).putLong(seed).put(bytes);
    byte[] hash = Sha256.digest().digest(key.array());
    return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1p-53;
  }
}
