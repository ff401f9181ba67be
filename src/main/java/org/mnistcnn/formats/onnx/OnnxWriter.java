package org.mnistcnn.formats.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.io.IOException;
import java.nio.file.Path;
import org.mnistcnn.artifact.ModelCard;
import org.mnistcnn.artifact.TrainedModel;
import org.mnistcnn.common.AtomicFile;
import org.mnistcnn.formats.keras.KerasConfig;

/**
 * Writes a network with its weights as an ONNX file, which ONNX Runtime and others run without
 * TensorFlow. Inference only.
 *
 * <p>Input {@code image}: float32 pixels 0 to 255, shape {@code (batch, height, width, channels)}.
 * Outputs {@code probabilities}: float32, shape {@code (batch, classes)}, and {@code class}: int64,
 * shape {@code (batch)}. The metadata hold the network in Keras's format and the model card.
 */
public final class OnnxWriter {

  /** The keys of the metadata. */
  public static final String CONFIG = "config.json";

  public static final String CARD = "model_card.json";

  /** The version of the file's format that came with the set of operators. */
  private static final long IR_VERSION = 7;

  private OnnxWriter() {}

  /**
   * Writes the file whole or not at all.
   *
   * @throws IllegalArgumentException if a layer has no form in ONNX; nothing is written
   * @throws IOException if the file can't be written
   */
  public static void write(Path file, TrainedModel trained) throws IOException {
    ModelCard card = ModelCard.of(trained);
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName(ModelCard.PROGRAM)
            .setProducerVersion(ModelCard.version())
            .setGraph(OnnxGraph.of(trained))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OnnxOperator.OPSET))
            .addMetadataProps(entry(CONFIG, KerasConfig.json(trained.model())))
            .addMetadataProps(entry(CARD, card.json()))
            .build();
    AtomicFile.write(file, model::writeTo);
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
