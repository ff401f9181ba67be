package org.mnistcnn.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.mnistcnn.train.Callback;
import org.mnistcnn.train.History;
import org.mnistcnn.train.HistoryCsv;
import org.mnistcnn.train.Training;

/** Keeps {@code history.csv} up to date, epoch by epoch. */
record HistoryFile(Path path, History history) implements Callback {

  HistoryFile(Path path) {
    this(path, new History());
  }

  @Override
  public void onEpochEnd(History.Epoch epoch, Training training) {
    history.add(epoch);
    try {
      HistoryCsv.write(path, history);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
