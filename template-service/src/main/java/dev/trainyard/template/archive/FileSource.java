package dev.trainyard.template.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * An archive on the disk.
 *
 * @param file where it is
 */
record FileSource(Path file) implements ArchiveSource {

  @Override
  public long size() throws IOException {
    try (var channel = FileChannel.open(file)) {
      return channel.size();
    }
  }

  @Override
  public InputStream open(long offset, long length) throws IOException {
    // Closed with the stream.
    return Channels.newInputStream(FileChannel.open(file).position(offset));
  }
}
