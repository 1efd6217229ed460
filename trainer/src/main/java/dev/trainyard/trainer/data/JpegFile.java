package dev.trainyard.trainer.data;

import java.nio.ByteBuffer;

/**
 * What the markers of a JPEG file say, found without decoding it.
 *
 * @param width pixels of a row
 * @param height rows
 * @param components 1 for grey, 3 for colour, 4 for print colours
 * @param plain Huffman-coded with 8 bits per sample, as nearly all files are
 * @param progressive whether the picture comes in several passes, each of which covers all of it
 * @param scans number of passes
 * @param complete whether the file has its end; a decoder would paint what is missing grey
 * @param orientation how to turn the picture upright
 */
record JpegFile(
    int width,
    int height,
    int components,
    boolean plain,
    boolean progressive,
    int scans,
    boolean complete,
    ExifOrientation orientation) {
  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int APP1 = 0xe1;
  private static final int LAST_PLAIN_FRAME = 0xc2;

  /** Whether these bytes begin as a JPEG file does. */
  static boolean isJpeg(byte[] start, int length) {
    return length >= 3
        && (start[0] & 0xff) == 0xff
        && (start[1] & 0xff) == START_OF_IMAGE
        && (start[2] & 0xff) == 0xff;
  }

  /** Reads the markers of a file that {@link #isJpeg} accepts. */
  static JpegFile parse(byte[] file) {
    return new Parser(file).parse();
  }

  private static final class Parser {
    private final byte[] file;
    private int position = 2;
    private int frame;
    private int precision;
    private int width;
    private int height;
    private int components;
    private int scans;
    private boolean complete;
    private ExifOrientation orientation = ExifOrientation.UPRIGHT;

    Parser(byte[] file) {
      this.file = file;
    }

    JpegFile parse() {
      int marker = nextMarker();
      while (marker >= 0) {
        if (marker == END_OF_IMAGE) {
          complete = true;
          break;
        }
        if (!standsAlone(marker) && !segment(marker)) {
          break;
        }
        marker = nextMarker();
      }
      boolean plain = frame >= 0xc0 && frame <= LAST_PLAIN_FRAME && precision == 8;
      boolean progressive = frame == LAST_PLAIN_FRAME;
      return new JpegFile(
          width, height, components, plain, progressive, scans, complete, orientation);
    }

    /** The next marker, or -1 at the end of the file; coded samples are skipped. */
    private int nextMarker() {
      while (position + 1 < file.length) {
        if (file[position++] == -1) {
          int code = file[position] & 0xff;
          if (code != 0 && code != 0xff) {
            position++;
            return code;
          }
        }
      }
      return -1;
    }

    private static boolean standsAlone(int marker) {
      return marker >= 0xd0 && marker <= START_OF_IMAGE || marker == 0x01;
    }

    private boolean segment(int marker) {
      int length = position + 1 < file.length ? unsignedShort(position) : 0;
      int end = position + length;
      if (length < 2 || end > file.length) {
        return false;
      }
      if (marker == START_OF_SCAN) {
        scans++;
      } else if (isFrame(marker) && frame == 0 && length >= 8) {
        frame = marker;
        precision = file[position + 2] & 0xff;
        height = unsignedShort(position + 3);
        width = unsignedShort(position + 5);
        components = file[position + 7] & 0xff;
      } else if (marker == APP1 && orientation == ExifOrientation.UPRIGHT) {
        orientation =
            ExifOrientation.ofJpegSegment(ByteBuffer.wrap(file, position + 2, length - 2).slice());
      }
      position = end;
      return true;
    }

    private static boolean isFrame(int marker) {
      return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private int unsignedShort(int at) {
      return (file[at] & 0xff) << 8 | file[at + 1] & 0xff;
    }
  }
}
