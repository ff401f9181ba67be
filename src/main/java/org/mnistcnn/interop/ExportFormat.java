package org.mnistcnn.interop;

import java.io.IOException;
import java.nio.file.Path;

/** The files that a trained model can become. */
public enum ExportFormat {
  /** The next version under a directory; see {@link SavedModelWriter}. */
  SAVEDMODEL {
    @Override
    public Path write(Path to, TrainedModel trained) throws IOException {
      return SavedModelWriter.publish(to, trained);
    }
  },
  /** A file; see {@link OnnxWriter}. */
  ONNX {
    @Override
    public Path write(Path to, TrainedModel trained) throws IOException {
      OnnxWriter.write(to, trained);
      return to;
    }
  };

  /**
   * Writes a model, whole or not at all.
   *
   * @return what was written
   */
  public abstract Path write(Path to, TrainedModel trained) throws IOException;
}
