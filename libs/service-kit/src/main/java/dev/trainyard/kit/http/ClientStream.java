package dev.trainyard.kit.http;

import dev.trainyard.kit.problem.IncompleteBodyException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a client sends where it is written to a disk: tells a client that broke off, which throws
 * {@link IncompleteBodyException}, from a disk that is full. Not thread-safe.
 */
public final class ClientStream extends FilterInputStream {
  /**
   * @param body of a request
   */
  public ClientStream(InputStream body) {
    super(body);
  }

  @Override
  public int read() {
    try {
      return super.read();
    } catch (IOException e) {
      throw new IncompleteBodyException(e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException e) {
      throw new IncompleteBodyException(e);
    }
  }
}
