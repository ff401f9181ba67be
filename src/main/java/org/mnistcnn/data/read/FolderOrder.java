package org.mnistcnn.data.read;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Which files of a folder train and which test, and in which order the training set lies. Both are
 * functions of a seed and of the files' names alone, whatever order a file system lists them in.
 */
final class FolderOrder {

  private FolderOrder() {}

  /** Files of which the first train, mixed, and the others test, in the order they are listed. */
  record Parts(List<FolderListing.Labelled> training, List<FolderListing.Labelled> test) {}

  private record Drawn(FolderListing.Labelled file, double draw) {}

  private record Placed(FolderListing.Labelled file, double place) {}

  /**
   * Keeps a share of each class for testing: rounded, of two images or more at least one, and never
   * all.
   */
  static Parts split(List<FolderListing.Labelled> files, double share, long seed) {
    List<FolderListing.Labelled> training = new ArrayList<>();
    List<FolderListing.Labelled> test = new ArrayList<>();
    for (List<Drawn> drawn : byClass(files, seed)) {
      long tested = Math.max(1, Math.min(drawn.size() - 1L, Math.round(drawn.size() * share)));
      for (int i = 0; i < drawn.size(); i++) {
        (drawn.size() > 1 && i >= drawn.size() - tested ? test : training).add(drawn.get(i).file());
      }
    }
    test.sort(
        Comparator.comparingInt(FolderListing.Labelled::label)
            .thenComparing(FolderListing.Labelled::name, FolderListing.BY_CODE_POINT));
    return new Parts(mixed(training, seed), test);
  }

  /**
   * Shuffles so that every stretch has each class in its share, as far as numbers allow: Keras's
   * validation split takes the last images, and {@code --limit} the first ones.
   */
  static List<FolderListing.Labelled> mixed(List<FolderListing.Labelled> files, long seed) {
    List<Placed> placed = new ArrayList<>();
    for (List<Drawn> drawn : byClass(files, seed)) {
      double phase = draw(drawn.get(0).file().name(), ~seed);
      for (int i = 0; i < drawn.size(); i++) {
        placed.add(new Placed(drawn.get(i).file(), (i + phase) / drawn.size()));
      }
    }
    placed.sort(
        Comparator.comparingDouble(Placed::place)
            .thenComparing(file -> file.file().name(), FolderListing.BY_CODE_POINT));
    return placed.stream().map(Placed::file).toList();
  }

  /** Each class in a random order of its own. */
  private static Iterable<List<Drawn>> byClass(List<FolderListing.Labelled> files, long seed) {
    TreeMap<Integer, List<Drawn>> classes = new TreeMap<>();
    for (FolderListing.Labelled file : files) {
      classes
          .computeIfAbsent(file.label(), label -> new ArrayList<>())
          .add(new Drawn(file, draw(file.name(), seed)));
    }
    for (List<Drawn> drawn : classes.values()) {
      drawn.sort(
          Comparator.comparingDouble(Drawn::draw)
              .thenComparing(file -> file.file().name(), FolderListing.BY_CODE_POINT));
    }
    return classes.values();
  }

  /** A number in [0, 1) that follows from a name, however its accents are encoded, and a seed. */
  private static double draw(String name, long seed) {
    byte[] bytes = Normalizer.normalize(name, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    ByteBuffer key = ByteBuffer.allocate(Long.BYTES + bytes.length).putLong(seed).put(bytes);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.array());
      return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1p-53;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
