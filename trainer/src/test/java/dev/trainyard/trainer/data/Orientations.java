package dev.trainyard.trainer.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Writes an EXIF orientation into JPEG files. */
final class Orientations {
  private Orientations() {}

  static byte[] withOrientation(byte[] jpeg, int orientation) throws IOException {
    var exif = new ByteArrayOutputStream();
    exif.write(new byte[] {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8});
    exif.write(new byte[] {0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0});
    exif.write(new byte[4]);
    var out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (exif.size() + 2)});
    out.write(exif.toByteArray());
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }
}
