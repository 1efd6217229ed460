package dev.trainyard.agent.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.agent.failure.RunFailedException;
import dev.trainyard.agent.harness.AgentConfigs;
import dev.trainyard.agent.harness.FakeStorage;
import dev.trainyard.contracts.process.FailureCause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCacheTest {
  @TempDir Path data;
  private Path root;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(data.resolve("datasets"));
  }

  @Test
  void keepsWhatItHasUnpacked() throws Exception {
    var archive = archive("train/a/1.png", "test/a/2.png");
    try (var storage = FakeStorage.of(archive)) {
      var digest = storage.digest();
      var cache = cache(storage);
      cache.download(UUID.randomUUID(), digest);
      assertThat(cache.unpack(digest).resolve("train/a/1.png")).hasContent("train/a/1.png");
      cache.download(UUID.randomUUID(), digest);
      assertThat(storage.downloads()).isEqualTo(1);
      assertThat(names()).containsExactly(digest);
    }
  }

  @Test
  void removesTheLeastRecentlyUsed() throws Exception {
    var old = dataset('a', 1);
    var middle = dataset('b', 2);
    var young = dataset('c', 3);
    download();
    assertThat(old).doesNotExist();
    assertThat(middle).doesNotExist();
    assertThat(young).isDirectory();
  }

  @Test
  void takesTheNameFromADatasetBeforeItRemovesIt() throws Exception {
    var old = dataset('a', 1);
    dataset('b', 2);
    var doomed = old.resolveSibling(old.getFileName() + ".deleting");
    try (var watcher = root.getFileSystem().newWatchService()) {
      root.register(watcher, StandardWatchEventKinds.ENTRY_CREATE);
      download();
      var seen = new ArrayList<Object>();
      for (var key = watcher.poll(10, TimeUnit.SECONDS);
          key != null && !seen.contains(doomed.getFileName());
          key = watcher.poll(10, TimeUnit.SECONDS)) {
        key.pollEvents().forEach(event -> seen.add(event.context()));
        key.reset();
        if (seen.contains(doomed.getFileName())) {
          break;
        }
      }
      assertThat(seen).contains(doomed.getFileName());
    }
    assertThat(doomed).doesNotExist();
  }

  @Test
  void discardsAllThatIsNoCompleteDataset() throws Exception {
    var whole = dataset('a', 1);
    var digest = "b".repeat(64);
    Files.writeString(root.resolve("download.zip"), "half");
    Files.createDirectories(root.resolve(digest + ".unpacking/train/a"));
    Files.createDirectories(root.resolve(digest + ".deleting/train/a"));
    Files.writeString(root.resolve(digest), "no directory");
    try (var storage = FakeStorage.of(new byte[0])) {
      cache(storage).discardLeftovers();
    }
    assertThat(root).isDirectoryContaining(whole::equals);
    assertThat(names()).hasSize(1);
  }

  @Test
  void goesOnWithADownloadThatBrokeOffAgainAndAgain() throws Exception {
    var archive = archive("train/a/1.png", "test/a/2.png");
    try (var storage = FakeStorage.breaking(archive, archive.length / 2)) {
      var cache = cache(storage);
      cache.download(UUID.randomUUID(), storage.digest());
      assertThat(cache.unpack(storage.digest()).resolve("train/a/1.png")).exists();
      assertThat(storage.ranges()).startsWith("bytes=" + archive.length / 2 + "-");
    }
  }

  @Test
  void goesOnWithADownloadOfAnEarlierLife() throws Exception {
    var archive = archive("train/a/1.png", "test/a/2.png");
    try (var storage = FakeStorage.of(archive)) {
      var begun = root.resolve(storage.digest() + ".zip");
      Files.write(begun, Arrays.copyOf(archive, 40));
      cache(storage).discardLeftovers();
      assertThat(begun).exists();
      var cache = cache(storage);
      cache.download(UUID.randomUUID(), storage.digest());
      assertThat(cache.unpack(storage.digest()).resolve("train/a/1.png")).exists();
      assertThat(storage.ranges()).containsExactly("bytes=40-");
      assertThat(storage.downloads()).isEqualTo(1);
    }
  }

  @Test
  void fetchesNothingOfAnArchiveThatCameWholeBeforeTheAgentDied() throws Exception {
    var archive = archive("train/a/1.png", "test/a/2.png");
    try (var storage = FakeStorage.of(archive)) {
      Files.write(root.resolve(storage.digest() + ".zip"), archive);
      var cache = cache(storage);
      cache.download(UUID.randomUUID(), storage.digest());
      assertThat(cache.unpack(storage.digest()).resolve("train/a/1.png")).exists();
      assertThat(storage.downloads()).isZero();
    }
  }

  @Test
  void fetchesAllWhenWhatIsHereIsNoBeginning() throws Exception {
    var archive = archive("train/a/1.png", "test/a/2.png");
    try (var storage = FakeStorage.of(archive)) {
      Files.writeString(root.resolve(storage.digest() + ".zip"), "something else");
      var cache = cache(storage);
      cache.download(UUID.randomUUID(), storage.digest());
      assertThat(cache.unpack(storage.digest()).resolve("train/a/1.png")).exists();
      assertThat(storage.downloads()).isEqualTo(2);
    }
  }

  @Test
  void discardsTheBeginningOfAnotherArchive() throws Exception {
    var other = Files.writeString(root.resolve("b".repeat(64) + ".zip"), "half");
    download();
    assertThat(other).doesNotExist();
  }

  @Test
  void hasNothingToDiscardBeforeItsFirstDataset() throws Exception {
    Files.delete(root);
    try (var storage = FakeStorage.of(new byte[0])) {
      cache(storage).discardLeftovers();
    }
    assertThat(root).doesNotExist();
  }

  @Test
  void failsAtOnceWithAStorageErrorWhenTheDiskIsTooSmall() throws IOException {
    try (var storage = FakeStorage.tooLarge()) {
      var cache = cache(storage);
      assertThatThrownBy(() -> cache.download(UUID.randomUUID(), "a".repeat(64)))
          .isInstanceOfSatisfying(
              RunFailedException.class,
              failure -> {
                assertThat(failure.reason()).isEqualTo(FailureCause.STORAGE_ERROR);
                assertThat(failure)
                    .hasMessageContaining("MiB are free. Free some space in or around " + root);
              });
      assertThat(storage.downloads()).isEqualTo(1);
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void failsWithAStorageErrorWhenItsDirectoryCannotBeMade() throws IOException {
    Files.delete(root);
    Files.writeString(root, "no directory");
    try (var storage = FakeStorage.of(new byte[0])) {
      var cache = cache(storage);
      assertThatThrownBy(() -> cache.download(UUID.randomUUID(), "a".repeat(64)))
          .isInstanceOfSatisfying(
              RunFailedException.class,
              failure -> assertThat(failure.reason()).isEqualTo(FailureCause.STORAGE_ERROR));
    }
  }

  @Test
  void blamesAnArchiveThatCannotBeUnpackedAndLeavesNothing() throws Exception {
    var archive = "no archive".getBytes(UTF_8);
    try (var storage = FakeStorage.of(archive)) {
      var digest = storage.digest();
      var cache = cache(storage);
      cache.download(UUID.randomUUID(), digest);
      assertThatThrownBy(() -> cache.unpack(digest))
          .isInstanceOfSatisfying(
              RunFailedException.class,
              failure -> assertThat(failure.reason()).isEqualTo(FailureCause.DATASET_ERROR));
    }
    assertThat(names()).isEmpty();
  }

  private void download() throws Exception {
    var archive = archive("train/a/1.png");
    try (var storage = FakeStorage.of(archive)) {
      cache(storage).download(UUID.randomUUID(), storage.digest());
    }
  }

  private DatasetCache cache(FakeStorage storage) {
    var config = AgentConfigs.of(data, Map.of("datasets-kept", "2", "retry-limit", "2s"));
    return new DatasetCache(
        config,
        AgentConfigs.client(config, storage.address()),
        AgentConfigs.services(storage.address()),
        Clock.systemUTC());
  }

  private Path dataset(char digit, long usedAt) throws IOException {
    var directory = root.resolve(String.valueOf(digit).repeat(64));
    Files.createDirectories(directory.resolve("train/a"));
    Files.writeString(directory.resolve("train/a/1.png"), "image");
    return Files.setLastModifiedTime(directory, FileTime.from(Instant.ofEpochSecond(usedAt)));
  }

  private String[] names() throws IOException {
    try (Stream<Path> children = Files.list(root)) {
      return children.map(child -> child.getFileName().toString()).toArray(String[]::new);
    }
  }

  private static byte[] archive(String... names) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
