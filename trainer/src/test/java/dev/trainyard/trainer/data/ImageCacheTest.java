package dev.trainyard.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.trainer.TestDataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCacheTest {
  private static final int SIZE = 32;

  @TempDir Path folder;
  private DatasetFolder dataset;

  @BeforeEach
  void createDataset() throws IOException {
    dataset = TestDataset.create(folder.resolve("data"), 2, 1);
  }

  @Test
  void aLaterRunReadsWithoutDecoding() throws IOException {
    var images = readAll(open());
    // Same size and time, so that only the cache can know the pictures.
    for (var sample : dataset.train()) {
      var time = Files.getLastModifiedTime(sample.file());
      Files.write(sample.file(), new byte[(int) Files.size(sample.file())]);
      Files.setLastModifiedTime(sample.file(), time);
    }
    assertThat(readAll(open())).isEqualTo(images);
  }

  @Test
  void decodesAnewWhatDoesNotFitItsChecksum() throws IOException {
    var images = readAll(open());
    try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      // As a power cut may leave it: checksums on disk, the second image not.
      channel.write(ByteBuffer.allocate(1000), 4096 + SIZE * SIZE * 3);
    }
    assertThat(readAll(open())).isEqualTo(images);
    assertThat(readAll(open())).isEqualTo(images);
  }

  @Test
  void makesAnIncompleteOrForeignFileAnew() throws IOException {
    var images = readAll(open());
    for (int bytes : new int[] {0, 100, 5000}) {
      try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
        channel.truncate(bytes);
      }
      assertThat(readAll(open())).isEqualTo(images);
    }
    var whole = Files.size(file());
    Files.write(file(), new byte[(int) whole]);
    assertThat(readAll(open())).isEqualTo(images);
  }

  @Test
  void decodesAChangedImageAnew() throws IOException {
    var images = readAll(open());
    Files.copy(
        dataset.train().get(5).file(),
        dataset.train().get(0).file(),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(readAll(open()).get(0)).isEqualTo(images.get(5));
    assertThat(caches()).hasSize(1);
  }

  @Test
  void saysHowMuchSpaceItNeedsAndFinds() throws IOException {
    long needed = CacheFile.size(1024 * 1024 * 3, 40_000_000);
    var file = folder.resolve("large.cache");
    assertThatThrownBy(() -> FileSpace.create(file, needed))
        .isInstanceOf(InsufficientSpaceException.class)
        .hasMessageMatching(".* has [\\d,.]+ MiB free and needs 120,000,153 MiB");
    assertThat(file).doesNotExist();
  }

  private ImageCache open() throws IOException {
    return ImageCache.open(folder.resolve("work"), "train", dataset.train(), SIZE, () -> {});
  }

  private static List<ByteBuffer> readAll(ImageCache images) throws IOException {
    var all = new ArrayList<ByteBuffer>();
    for (int i = 0; i < images.size(); i++) {
      var image = new byte[SIZE * SIZE * 3];
      images.read(i, image);
      all.add(ByteBuffer.wrap(image));
    }
    return all;
  }

  private Path file() throws IOException {
    return caches().get(0);
  }

  private List<Path> caches() throws IOException {
    try (var files = Files.list(folder.resolve("work"))) {
      return files.toList();
    }
  }
}
