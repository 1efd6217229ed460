package dev.trainyard.trainer.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes uncompressed TIFF files of kinds that Java's own writers do not know. */
final class TiffFile {
  static final int WHITE_IS_ZERO = 0;
  static final int BLACK_IS_ZERO = 1;
  static final int RGB = 2;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int HEADER = 8;

  private final Map<Integer, int[]> tags = new TreeMap<>();
  private final byte[] samples;

  TiffFile(int width, int height, int bits, int samplesPerPixel, int photometric, byte[] samples) {
    this.samples = samples;
    tag(256, width);
    tag(257, height);
    tag(258, java.util.stream.IntStream.range(0, samplesPerPixel).map(i -> bits).toArray());
    tag(259, 1);
    tag(262, photometric);
    tag(277, samplesPerPixel);
    tag(278, height);
  }

  TiffFile tag(int number, int... values) {
    tags.put(number, values);
    return this;
  }

  Path write(Path file) throws IOException {
    tag(273, HEADER);
    tag(279, samples.length);
    int directory = HEADER + (samples.length + 1) / 2 * 2;
    int extra = directory + 2 + 12 * tags.size() + 4;
    var out = ByteBuffer.allocate(extra + 2 * 16 * tags.size()).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {'I', 'I', 42, 0}).putInt(directory).put(samples).position(directory);
    out.putShort((short) tags.size());
    for (var tag : tags.entrySet()) {
      int[] values = tag.getValue();
      boolean wide = tag.getKey() == 273 || tag.getKey() == 279 || values[0] > 0xffff;
      out.putShort(tag.getKey().shortValue()).putShort((short) (wide ? LONG : SHORT));
      out.putInt(values.length);
      if (wide) {
        out.putInt(values[0]);
      } else if (values.length <= 2) {
        out.putShort((short) values[0]).putShort((short) (values.length == 2 ? values[1] : 0));
      } else {
        out.putInt(extra);
        for (int value : values) {
          out.putShort(extra, (short) value);
          extra += 2;
        }
      }
    }
    return Files.write(file, out.array());
  }
}
