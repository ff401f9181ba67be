package org.mnistcnn.formats.tensorboard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32C;

/** TensorFlow's format for a sequence of messages: each with its length and two checksums. */
public final class RecordFile {

  private static final int CHECKSUM_MASK = 0xa282ead8;

  private RecordFile() {}

  /** The bytes of a file of these messages; files of it can be joined. */
  public static byte[] of(List<byte[]> messages) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (byte[] data : messages) {
      byte[] length = bytes(Long.BYTES).putLong(data.length).array();
      records.writeBytes(length);
      records.writeBytes(checksum(length));
      records.writeBytes(data);
      records.writeBytes(checksum(data));
    }
    return records.toByteArray();
  }

  /** CRC-32C, rotated and shifted, since checksums of data that hold checksums are weak. */
  private static byte[] checksum(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return bytes(Integer.BYTES)
        .putInt(Integer.rotateRight((int) crc.getValue(), 15) + CHECKSUM_MASK)
        .array();
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }
}
