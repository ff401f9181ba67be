package org.mnistcnn.formats;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.formats.keras.KerasFile;
import org.mnistcnn.formats.onnx.OnnxWriter;
import org.mnistcnn.formats.savedmodel.SavedModelWriter;

/** The files that a trained model can become. */
public enum ExportFormat {
  /** The next version under a directory; see {@link SavedModelWriter}. */
  SAVEDMODEL {
    @Override
    public Path write(Path to, TrainedModel trained) throws IOException {
      return SavedModelWriter.publish(to, trained);
    }
  },
  /** A file of a model that is not compiled; see {@link KerasFile}. */
  KERAS {
    @Override
    public Path write(Path to, TrainedModel trained) throws IOException {
      if (!KerasFile.isNamedLikeOne(to)) {
        throw new IOException("%s: Keras wants a name that ends with .keras".formatted(to));
      }
      KerasFile.write(to, trained.model(), trained.weights(), InstantSource.system());
      return to;
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
