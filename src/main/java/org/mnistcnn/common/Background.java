package org.mnistcnn.common;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Work of other threads. */
public final class Background {

  private Background() {}

  /** Starts {@code work}; the result waits for its end, and throws what it threw. */
  public static <T> Supplier<T> start(Supplier<T> work) {
    CompletableFuture<T> result = CompletableFuture.supplyAsync(work, Background::run);
    return () -> join(result);
  }

  /** Waits for a result; what the other thread failed with is thrown as it is. */
  public static <T> T join(CompletableFuture<T> result) {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private static void run(Runnable work) {
    Thread thread = new Thread(work, "background");
    thread.setDaemon(true); // A command that fails meanwhile must not wait for it.
    thread.start();
  }
}
