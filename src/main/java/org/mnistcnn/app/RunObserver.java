package org.mnistcnn.app;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.mnistcnn.common.SettingText;
import org.mnistcnn.train.Callback;

/** Who started a job: is told of its course, and may ask it to end. */
public interface RunObserver {

  /** Is told nothing and asks for nothing. */
  RunObserver SILENT =
      new RunObserver() {
        @Override
        public void note(String line) {}

        @Override
        public void warn(String line) {}
      };

  /** What a job does and finds, in lines for people. */
  void note(String line);

  default void note(SettingText line) {
    note(line.toString());
  }

  /** What a job puts up with, such as a damaged checkpoint that is passed over. */
  void warn(String line);

  default void warn(SettingText line) {
    warn(line.toString());
  }

  /** Shows the course of a training. */
  default Optional<Callback> progress() {
    return Optional.empty();
  }

  /** Is asked to listen, while there is something to save, for a request to end. */
  default StopRequest listen() {
    return new StopRequest() {
      @Override
      public boolean getAsBoolean() {
        return false;
      }

      @Override
      public void close() {}
    };
  }

  /** Whether a job is asked to end; closed when it has saved itself. */
  interface StopRequest extends BooleanSupplier, AutoCloseable {

    @Override
    void close();
  }
}
