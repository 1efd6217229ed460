package dev.trainyard.kit.storage;

import dev.trainyard.kit.problem.DependencyUnavailableException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What is read from the storage where it is written to a disk: tells a storage that broke off,
 * which throws {@link DependencyUnavailableException}, from a disk that is full. Not thread-safe.
 */
public final class StorageStream extends FilterInputStream {
  /**
   * @param content of an object, as {@link ObjectStorage#open} gives it
   */
  public StorageStream(InputStream content) {
    super(content);
  }

  @Override
  public int read() {
    try {
      return super.read();
    } catch (IOException e) {
      throw new DependencyUnavailableException("The object storage", e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException e) {
      throw new DependencyUnavailableException("The object storage", e);
    }
  }
}
