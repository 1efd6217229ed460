package dev.trainyard.weights.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a PyTorch checkpoint that {@code torch.load(…, weights_only=True)} reads: a zip without
 * compression, tensors aligned as PyTorch aligns them. The file appears under its name only when it
 * is complete and on disk.
 */
public final class CheckpointWriter {
  static final String FOLDER = "archive/";
  private static final int ALIGNMENT = 64;
  private static final int LOCAL_HEADER_BYTES = 30;
  private static final int EXTRA_HEADER_BYTES = 4;
  // The id PyTorch itself gives its padding.
  private static final short PADDING_ID = 0x4246;
  private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ZipOutputStream zip;
  private final CountingStream counted;

  private CheckpointWriter(OutputStream out) {
    counted = new CountingStream(out);
    zip = new ZipOutputStream(counted);
    zip.setMethod(ZipOutputStream.STORED);
  }

  /** Writes tensors in the map's order. */
  public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
    write(file, tensors, Map.of());
  }

  /**
   * Writes tensors in the map's order, and further entries that PyTorch ignores.
   *
   * @param attachments content by name, see {@link CheckpointReader#attachment}
   */
  public static void write(Path file, Map<String, Tensor> tensors, Map<String, byte[]> attachments)
      throws IOException {
    WholeFile.write(
        file,
        out -> {
          var writer = new CheckpointWriter(out);
          writer.writeEntries(tensors, attachments);
          writer.zip.finish();
        });
  }

  private void writeEntries(Map<String, Tensor> tensors, Map<String, byte[]> attachments)
      throws IOException {
    entry("data.pkl", ByteBuffer.wrap(PickleWriter.stateDict(tensors)));
    entry("byteorder", ascii("little"));
    int storage = 0;
    for (var tensor : tensors.values()) {
      entry("data/" + storage++, tensor.bytes());
    }
    entry("version", ascii("3\n"));
    for (var attachment : attachments.entrySet()) {
      entry(attachment.getKey(), ByteBuffer.wrap(attachment.getValue()));
    }
  }

  private void entry(String name, ByteBuffer content) throws IOException {
    var entry = new ZipEntry(FOLDER + name);
    var checksum = new CRC32();
    checksum.update(content.duplicate());
    entry.setSize(content.remaining());
    entry.setCompressedSize(content.remaining());
    entry.setCrc(checksum.getValue());
    entry.setTimeLocal(FIXED_TIME);
    entry.setExtra(padding(entry.getName().length()));
    zip.putNextEntry(entry);
    var chunk = new byte[1 << 16];
    for (var rest = content.duplicate(); rest.hasRemaining(); ) {
      int length = Math.min(chunk.length, rest.remaining());
      rest.get(chunk, 0, length);
      zip.write(chunk, 0, length);
    }
    zip.closeEntry();
  }

  private byte[] padding(int nameLength) {
    long start = counted.count + LOCAL_HEADER_BYTES + nameLength + EXTRA_HEADER_BYTES;
    int fill = (int) (-start & (ALIGNMENT - 1));
    var extra = ByteBuffer.allocate(EXTRA_HEADER_BYTES + fill);
    extra.order(ByteOrder.LITTLE_ENDIAN).putShort(PADDING_ID).putShort((short) fill);
    return extra.array();
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static final class CountingStream extends OutputStream {
    private final OutputStream out;
    private long count;

    private CountingStream(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
      count += length;
    }
  }
}
