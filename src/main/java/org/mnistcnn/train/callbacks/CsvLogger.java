package org.mnistcnn.train.callbacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.mnistcnn.train.Callback;
import org.mnistcnn.train.History;
import org.mnistcnn.train.HistoryCsv;
import org.mnistcnn.train.RunView;

/**
 * Keeps the file of a {@link HistoryCsv} up to date, epoch by epoch: Keras's {@code CSVLogger}.
 *
 * <p>Unlike Keras, which adds a line, the file is rewritten from the run's history, whole or not at
 * all: a resumed run gives the file of an uninterrupted one, with no {@code append} to choose and
 * no epoch twice.
 *
 * @param file takes the place of an earlier one after the first epoch
 */
public record CsvLogger(Path file) implements Callback {

  @Override
  public void onEpochEnd(History.Epoch epoch, RunView run) {
    try {
      HistoryCsv.write(file, run.history());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
