package org.mnistcnn.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Files that are written side by side, one on each processor, as far as the heap has room. */
final class FileTasks implements AutoCloseable {

  /** What a picture takes while it is drawn and encoded, generously. */
  private static final long HEAP_BYTES = 128 << 20;

  private final ExecutorService threads = Executors.newFixedThreadPool(threads());
  private final List<Pending<?>> pending = new ArrayList<>();

  /** The result of a task that may not be done yet. */
  record Pending<T>(Future<T> future) {

    /** Waits for it; fails as the task did. */
    T result() throws IOException {
      try {
        return future.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while the report was written", e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException failure) {
          throw failure;
        }
        if (e.getCause() instanceof UncheckedIOException failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  /** With 16 processors and a heap of a gigabyte, a report once ran out of memory. */
  private static int threads() {
    Runtime machine = Runtime.getRuntime();
    return (int)
        Math.max(1, Math.min(machine.availableProcessors(), machine.maxMemory() / HEAP_BYTES));
  }

  /** Starts a task as soon as a processor is free. */
  <T> Pending<T> start(Callable<T> task) {
    Pending<T> started = new Pending<>(threads.submit(task));
    pending.add(started);
    return started;
  }

  /** Waits for all of them; fails as the first one that did. */
  void finish() throws IOException {
    for (Pending<?> task : pending) {
      task.result();
    }
  }

  /** What has not started does not start; what has, ends, so that nothing is written afterwards. */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean interrupted = false;
    while (true) {
      try {
        if (threads.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
