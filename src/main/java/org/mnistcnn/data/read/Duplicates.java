package org.mnistcnn.data.read;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.common.Sha256;
import org.mnistcnn.data.Dataset;
import org.mnistcnn.data.TrainTestData;

/**
 * Images that occur more than once, pixel by pixel: found by the first half of the SHA-256 of their
 * pixels.
 *
 * @param withinTraining training images that an earlier training image equals
 * @param withinTest test images that an earlier test image equals
 * @param across test images that a training image equals: what they test is memory
 * @param conflicting those of all the above whose equal is of another class
 * @param examples a few pairs, such as {@code train/a/1.png = test/a/2.png}, the worst kinds first
 */
public record Duplicates(
    int withinTraining, int withinTest, int across, int conflicting, List<String> examples) {

  private static final int MOST_EXAMPLES = 5;

  public Duplicates {
    examples = List.copyOf(examples);
  }

  private record Hash(long first, long second) {}

  /** Finds them; reads each image once, in parallel. */
  public static Duplicates of(TrainTestData data) {
    Map<Hash, Integer> training = new HashMap<>();
    Pairs withinTraining = new Pairs(data.training(), data.training(), "train", "train");
    int image = 0;
    for (Hash hash : hashes(data.training())) {
      withinTraining.add(training.putIfAbsent(hash, image), image);
      image++;
    }
    Map<Hash, Integer> test = new HashMap<>();
    Pairs withinTest = new Pairs(data.test(), data.test(), "test", "test");
    Pairs across = new Pairs(data.training(), data.test(), "train", "test");
    image = 0;
    for (Hash hash : hashes(data.test())) {
      withinTest.add(test.putIfAbsent(hash, image), image);
      across.add(training.get(hash), image);
      image++;
    }
    List<Pairs> all = List.of(across, withinTraining, withinTest);
    List<String> examples = new ArrayList<>();
    all.forEach(pairs -> examples.addAll(pairs.conflicts));
    all.forEach(pairs -> examples.addAll(pairs.others));
    return new Duplicates(
        withinTraining.count,
        withinTest.count,
        across.count,
        all.stream().mapToInt(pairs -> pairs.conflicting).sum(),
        examples.subList(0, Math.min(MOST_EXAMPLES, examples.size())));
  }

  private static List<Hash> hashes(Dataset images) {
    return IntStream.range(0, images.count())
        .parallel()
        .mapToObj(image -> hash(images.pixels(image, image + 1)))
        .toList();
  }

  private static Hash hash(ByteBuffer pixels) {
    MessageDigest digest = Sha256.digest();
    digest.update(pixels);
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new Hash(hash.getLong(), hash.getLong());
  }

  /** Equal images of one set and another, or the same. */
  private static final class Pairs {
    private final Dataset first;
    private final Dataset second;
    private final String firstName;
    private final String secondName;
    private final List<String> conflicts = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private int count;
    private int conflicting;

    Pairs(Dataset first, Dataset second, String firstName, String secondName) {
      this.first = first;
      this.second = second;
      this.firstName = firstName;
      this.secondName = secondName;
    }

    /** Counts image {@code b} of the second set if there is an equal image of the first. */
    void add(@Nullable Integer a, int b) {
      if (a == null) {
        return;
      }
      count++;
      boolean conflict = first.label(a) != second.label(b);
      conflicting += conflict ? 1 : 0;
      List<String> examples = conflict ? conflicts : others;
      if (examples.size() < MOST_EXAMPLES) {
        examples.add("%s = %s".formatted(named(first, firstName, a), named(second, secondName, b)));
      }
    }

    private static String named(Dataset images, String set, int image) {
      return "%s %s (%s)"
          .formatted(set, images.name(image), images.classNames().get(images.label(image)));
    }
  }
}
