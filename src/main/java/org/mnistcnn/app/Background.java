package org.mnistcnn.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Work that goes on beside something else until its result is wanted. */
public final class Background {

  private Background() {}

  /** Starts {@code work}; the result waits for its end, and throws what it threw. */
  public static <T> Supplier<T> start(Supplier<T> work) {
    CompletableFuture<T> result = CompletableFuture.supplyAsync(work, Background::run);
    return () -> {
      try {
        return result.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw e;
      }
    };
  }

  private static void run(Runnable work) {
    Thread thread = new Thread(work, "background");
    thread.setDaemon(true); // A command that fails meanwhile shall not wait for it.
    thread.start();
  }
}
