package dev.trainyard.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.agent.failure.RunFailedException;
import dev.trainyard.agent.harness.AgentConfigs;
import dev.trainyard.agent.harness.FakeStorage;
import dev.trainyard.contracts.process.FailureCause;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseModelCacheTest {
  private static final byte[] CONTENT = {1, 2, 3};

  @TempDir Path data;
  private Path root;

  @BeforeEach
  void makeRoot() throws IOException {
    root = Files.createDirectory(data.resolve("base-models"));
  }

  @Test
  void removesTheLeastRecentlyUsed() throws Exception {
    var old = archive('a', 1);
    var young = archive('b', 2);
    try (var storage = FakeStorage.of(CONTENT)) {
      var digest = storage.digest();
      cache(storage, new BaseModel(UUID.randomUUID(), "base", digest, 3L)).download("base");
      assertThat(old).doesNotExist();
      assertThat(names())
          .containsExactlyInAnyOrder(young.getFileName().toString(), digest + ".zip");
    }
  }

  @Test
  void discardsAllThatIsNoCompleteArchive() throws Exception {
    var whole = archive('a', 1);
    Files.writeString(root.resolve("download.partial"), "half");
    Files.writeString(root.resolve("b".repeat(64) + ".zip.old"), "other");
    Files.createDirectories(root.resolve("folder/in-it"));
    try (var storage = FakeStorage.of(CONTENT)) {
      cache(storage, null).discardLeftovers();
    }
    assertThat(names()).containsExactly(whole.getFileName().toString());
  }

  @Test
  void hasNothingToDiscardBeforeItsFirstArchive() throws Exception {
    Files.delete(root);
    try (var storage = FakeStorage.of(CONTENT)) {
      cache(storage, null).discardLeftovers();
    }
    assertThat(root).doesNotExist();
  }

  @Test
  void failsAtOnceWithAStorageErrorWhenTheDiskIsTooSmall() throws Exception {
    try (var storage = FakeStorage.tooLarge()) {
      assertStorageError(storage, new BaseModel(UUID.randomUUID(), "base", null, null));
      assertThat(storage.downloads()).isEqualTo(1);
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void asksForNothingThatTheDiskHasNoRoomFor() {
    try (var storage = FakeStorage.of(CONTENT)) {
      assertStorageError(
          storage, new BaseModel(UUID.randomUUID(), "base", "a".repeat(64), Long.MAX_VALUE));
      assertThat(storage.downloads()).isZero();
    }
  }

  private void assertStorageError(FakeStorage storage, BaseModel model) {
    var cache = cache(storage, model);
    assertThatThrownBy(() -> cache.download("base"))
        .isInstanceOfSatisfying(
            RunFailedException.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(FailureCause.STORAGE_ERROR);
              assertThat(failure)
                  .hasMessageContaining("MiB are free. Free some space in or around " + root);
            });
  }

  private BaseModelCache cache(FakeStorage storage, BaseModel model) {
    var config = AgentConfigs.of(data, Map.of("base-models-kept", "2", "retry-limit", "2s"));
    var client = AgentConfigs.client(config, storage.address());
    var registry =
        new BaseModels(config, client, null) {
          @Override
          BaseModel find(String name) {
            return model;
          }

          @Override
          URI archive(UUID id) {
            return storage.address();
          }
        };
    return new BaseModelCache(config, registry, client, Clock.systemUTC());
  }

  private Path archive(char digit, long usedAt) throws IOException {
    var file = root.resolve(String.valueOf(digit).repeat(64) + ".zip");
    Files.writeString(file, "archive");
    return Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(usedAt)));
  }

  private String[] names() throws IOException {
    try (Stream<Path> children = Files.list(root)) {
      return children.map(child -> child.getFileName().toString()).toArray(String[]::new);
    }
  }
}
