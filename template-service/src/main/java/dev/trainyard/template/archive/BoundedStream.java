package dev.trainyard.template.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Does not believe the archive's directory: an entry may unpack to more than it says. */
final class BoundedStream extends FilterInputStream {
  private long left;

  /**
   * @param bytes how many the entry has by the directory
   */
  BoundedStream(InputStream in, long bytes) {
    super(in);
    this.left = bytes;
  }

  /** There were more. */
  static final class ExceededException extends IOException {
    ExceededException() {
      super("it unpacks to more bytes than the archive says");
    }
  }

  @Override
  public int read() throws IOException {
    var value = in.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    var read = in.read(buffer, offset, length);
    count(Math.max(read, 0));
    return read;
  }

  private void count(int bytes) throws IOException {
    left -= bytes;
    if (left < 0) {
      throw new ExceededException();
    }
  }
}
