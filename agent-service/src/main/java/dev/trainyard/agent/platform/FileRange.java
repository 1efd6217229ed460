package dev.trainyard.agent.platform;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A part of a file as it is read. For one thread. */
final class FileRange extends FilterInputStream {
  private long left;

  private FileRange(InputStream content, long length) {
    super(content);
    this.left = length;
  }

  /**
   * A request's body with the length of the part, which is read while it is sent.
   *
   * @param offset of the first byte
   * @param length in bytes, at least 1; a file that ends before it makes the request fail
   */
  static BodyPublisher publisher(Path file, long offset, long length) {
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() -> open(file, offset, length)), length);
  }

  private static InputStream open(Path file, long offset, long length) {
    try {
      var channel = FileChannel.open(file);
      return new FileRange(Channels.newInputStream(channel.position(offset)), length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    var count = super.read(bytes, offset, (int) Math.min(left, length));
    left -= Math.max(count, 0);
    return count;
  }
}
