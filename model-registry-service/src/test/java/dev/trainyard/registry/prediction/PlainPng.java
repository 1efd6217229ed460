package dev.trainyard.registry.prediction;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes black grey-scale images that are not compressed, in no time and without memory. */
final class PlainPng {
  private static final int CHUNK_BYTES = 1 << 20;

  private final DataOutputStream file;

  private PlainPng(DataOutputStream file) {
    this.file = file;
  }

  static void write(Path path, int edge) throws IOException {
    try (var file = new DataOutputStream(Files.newOutputStream(path))) {
      file.writeLong(0x89504e470d0a1a0aL);
      var png = new PlainPng(file);
      png.chunk("IHDR", ByteBuffer.allocate(13).putInt(edge).putInt(edge).put((byte) 8).array());
      png.rows(edge);
      png.chunk("IEND", new byte[0]);
    }
  }

  private void rows(int edge) throws IOException {
    var deflater = new Deflater(Deflater.NO_COMPRESSION);
    try (var rows =
        new DeflaterOutputStream(
            new BufferedOutputStream(new Data(), CHUNK_BYTES), deflater, CHUNK_BYTES / 2)) {
      var row = new byte[1 + edge];
      for (int y = 0; y < edge; y++) {
        rows.write(row);
      }
    } finally {
      deflater.end();
    }
  }

  private void chunk(String type, byte[] content) throws IOException {
    var typed =
        ByteBuffer.allocate(4 + content.length)
            .put(type.getBytes(StandardCharsets.US_ASCII))
            .put(content)
            .array();
    var sum = new CRC32();
    sum.update(typed);
    file.writeInt(content.length);
    file.write(typed);
    file.writeInt((int) sum.getValue());
  }

  private final class Data extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      chunk("IDAT", ByteBuffer.allocate(length).put(bytes, offset, length).array());
    }
  }
}
