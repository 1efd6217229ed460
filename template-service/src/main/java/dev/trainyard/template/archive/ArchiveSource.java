package dev.trainyard.template.archive;

import java.io.IOException;
import java.io.InputStream;

/** An archive of which parts can be read, wherever it is. */
public interface ArchiveSource {
  /** In bytes. */
  long size() throws IOException;

  /**
   * Opens a part, which the caller closes.
   *
   * @param length in bytes; the part ends there or earlier, at the archive's end
   */
  InputStream open(long offset, long length) throws IOException;
}
