package org.mnistcnn.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.mnistcnn.app.RunObserver;
import org.mnistcnn.cli.options.GivenSettings;
import org.mnistcnn.common.SettingText;
import org.mnistcnn.train.Callback;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Prints the course of a job, and hands a Ctrl-C on to it; closed when the command has printed what
 * became of the job.
 */
final class ConsoleObserver implements RunObserver, AutoCloseable {

  private final UnaryOperator<String> options;
  private final CommandSpec command;
  private final PrintWriter out;
  private final CountDownLatch ended = new CountDownLatch(1);

  ConsoleObserver(CommandSpec command) {
    this.command = command;
    this.options = GivenSettings.names(command);
    this.out = command.commandLine().getOut();
  }

  @Override
  public void note(String line) {
    out.println(line);
  }

  @Override
  public void warn(String line) {
    Console.warn(command, line);
  }

  @Override
  public void note(SettingText line) {
    note(line.with(options));
  }

  @Override
  public void warn(SettingText line) {
    warn(line.with(options));
  }

  @Override
  public Optional<Callback> progress() {
    return Optional.of(new Progress(out, Console.isTerminal(), System::nanoTime));
  }

  @Override
  public StopRequest listen() {
    return new Interruption(ended);
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
