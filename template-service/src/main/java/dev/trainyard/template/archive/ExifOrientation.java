package dev.trainyard.template.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** How a JPEG is to be turned, as cameras write it into the file (EXIF 2.3, tag 0x0112). */
final class ExifOrientation {
  static final int UPRIGHT = 1;
  private static final int START_OF_IMAGE = 0xFFD8;
  private static final int START_OF_SCAN = 0xFFDA;
  private static final int APPLICATION_1 = 0xFFE1;
  private static final int EXIF = 0x45786966;
  private static final int TAG = 0x0112;
  private static final int ENTRY_BYTES = 12;

  private ExifOrientation() {}

  /** 1 to 8; 1 where the file does not say. Leaves the stream at its start. */
  static int of(ImageInputStream input) throws IOException {
    try {
      input.seek(0);
      if (input.readUnsignedShort() != START_OF_IMAGE) {
        return UPRIGHT;
      }
      for (var marker = input.readUnsignedShort();
          marker > 0xFF00 && marker != START_OF_SCAN;
          marker = input.readUnsignedShort()) {
        var bytes = input.readUnsignedShort() - 2;
        if (marker == APPLICATION_1) {
          var content = new byte[bytes];
          input.readFully(content);
          return ofSegment(ByteBuffer.wrap(content));
        }
        input.skipBytes(bytes);
      }
      return UPRIGHT;
    } catch (IOException | RuntimeException e) {
      // Whatever the file says there, it does not make the image unreadable.
      return UPRIGHT;
    } finally {
      input.seek(0);
    }
  }

  private static int ofSegment(ByteBuffer segment) {
    if (segment.getInt() != EXIF) {
      return UPRIGHT;
    }
    segment.getShort();
    var tiff = segment.slice();
    tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    var directory = tiff.getInt(4);
    var entries = Short.toUnsignedInt(tiff.getShort(directory));
    for (var entry = 0; entry < entries; entry++) {
      var at = directory + Short.BYTES + ENTRY_BYTES * entry;
      if (Short.toUnsignedInt(tiff.getShort(at)) == TAG) {
        var value = tiff.getShort(at + 8);
        return value >= 1 && value <= 8 ? value : UPRIGHT;
      }
    }
    return UPRIGHT;
  }
}
