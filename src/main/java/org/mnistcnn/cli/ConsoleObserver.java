package org.mnistcnn.cli;

import java.io.PrintWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mnistcnn.app.RunObserver;
import org.mnistcnn.train.Callback;
import picocli.CommandLine.Model.CommandSpec;

/** Prints the course of a job, and hands a Ctrl-C on to it. */
final class ConsoleObserver implements RunObserver {

  private final PrintWriter out;
  private final PrintWriter err;

  /** Prints where a parsed command does. */
  ConsoleObserver(@Nullable CommandSpec spec) {
    this.out = Console.out(spec);
    this.err = Console.err(spec);
  }

  @Override
  public void note(String line) {
    out.println(line);
  }

  @Override
  public void warn(String line) {
    err.println("mnist-cnn: " + line);
  }

  @Override
  public Optional<Callback> progress() {
    return Optional.of(new Progress(out, Console.isTerminal(), System::nanoTime));
  }

  @Override
  public StopRequest listen() {
    return new Interruption();
  }
}
