package org.mnistcnn.engine;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.mnistcnn.common.Background;
import org.mnistcnn.data.Dataset;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * Batches of a data set that stays outside the device. A thread of its own prepares the next few
 * that are expected while others are in use, so that memory stays flat and nobody waits. Owns
 * native memory until {@link #close}.
 */
final class BatchStream implements AutoCloseable {

  /** How many batches are prepared ahead: one in use, one ready, one for a slow moment. */
  private static final int AHEAD = 3;

  private final Dataset data;
  private final boolean words;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "batches");
            thread.setDaemon(true); // A run that fails must not wait for it.
            return thread;
          });
  private final Queue<Map.Entry<int[], CompletableFuture<Batch>>> ready = new ArrayDeque<>();
  private Iterator<int[]> expected = List.<int[]>of().iterator();

  /**
   * The batches of {@code data}; the first ones are prepared when they are expected. In words, see
   * {@link DeviceData}, or bytes.
   */
  BatchStream(Dataset data, boolean words) {
    this.data = data;
    this.words = words;
  }

  /**
   * Images and their classes; the one who takes it closes it.
   *
   * @param images see {@link DeviceData#images}
   * @param labels shape {@code (batch)}
   */
  record Batch(TType images, TInt64 labels) implements AutoCloseable {
    @Override
    public void close() {
      images.close();
      labels.close();
    }
  }

  /** Names the batches that will be taken next, in their order. */
  void expect(List<int[]> batches) {
    drop();
    expected = List.copyOf(batches).iterator();
    prepare();
  }

  /** The batch of these samples: at hand if it is the next expected one. */
  Batch next(int[] samples) {
    Map.Entry<int[], CompletableFuture<Batch>> next = ready.peek();
    if (next == null || !Arrays.equals(next.getKey(), samples)) {
      return batch(samples);
    }
    ready.remove();
    prepare();
    return Background.join(next.getValue());
  }

  /** How many batches are prepared, or being prepared. */
  int prepared() {
    return ready.size();
  }

  private void prepare() {
    while (ready.size() < AHEAD && expected.hasNext()) {
      int[] samples = expected.next();
      ready.add(Map.entry(samples, CompletableFuture.supplyAsync(() -> batch(samples), thread)));
    }
  }

  private Batch batch(int[] samples) {
    TType images = words ? Tensors.words(data, samples) : Tensors.images(data, samples);
    return new Batch(images, Tensors.labels(data, samples));
  }

  private void drop() {
    ready.forEach(
        prepared -> {
          try {
            Background.join(prepared.getValue()).close();
          } catch (RuntimeException e) {
            // Nobody takes the batch any more, so that nobody misses it.
          }
        });
    ready.clear();
  }

  @Override
  public void close() {
    drop();
    thread.shutdown();
  }
}
