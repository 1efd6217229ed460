package dev.trainyard.template.archive;

import static dev.trainyard.template.Archives.aDataset;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class ZipDirectoryTest {

  @Test
  void readsNothingButTheDirectory() throws IOException {
    var large = new byte[20 << 20];
    new Random(1).nextBytes(large);
    var source = new CountingSource(aDataset().file("large.bin", large).bytes());
    var items = ZipDirectory.read(source, 100);
    assertThat(items).hasSize(6);
    var checksum = new CRC32();
    checksum.update(large);
    assertThat(items.get(5))
        .isEqualTo(
            new ZipItem(
                "large.bin",
                0,
                false,
                8,
                items.get(5).compressedBytes(),
                20 << 20,
                checksum.getValue()));
    assertThat(source.bytes).isLessThan(70_000);
    assertThat(source.opened).isLessThanOrEqualTo(4);
  }

  private static final class CountingSource implements ArchiveSource {
    private final byte[] content;
    private long bytes;
    private int opened;

    CountingSource(byte[] content) {
      this.content = content;
    }

    @Override
    public long size() {
      return content.length;
    }

    @Override
    public InputStream open(long offset, long length) {
      bytes += length;
      opened++;
      return new ByteArrayInputStream(content, (int) offset, (int) length);
    }
  }
}
