package org.mnistcnn.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mnistcnn.app.RunObserver;

/**
 * Ctrl-C (or a polite kill) while a run is under way: the run is told, and the process waits until
 * the command has saved the run and said so. The JVM then ends with the signal's own exit code, 130
 * for Ctrl-C.
 */
final class Interruption implements RunObserver.StopRequest {

  private static final long LONGEST_WAIT_SECONDS = 60;

  private final CountDownLatch ended;
  private final Thread hook = new Thread(this::interrupt, "interruption");
  private volatile boolean requested;

  /**
   * Listens from now on.
   *
   * @param ended is counted down when the command has nothing left to do
   */
  Interruption(CountDownLatch ended) {
    this.ended = ended;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public boolean getAsBoolean() {
    return requested;
  }

  private void interrupt() {
    requested = true;
    try {
      if (!ended.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The run is over or saved: from now on a request ends the process at once. */
  @Override
  public void close() {
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process began to end in this very moment, and waits for the command's end.
      }
    }
  }
}
