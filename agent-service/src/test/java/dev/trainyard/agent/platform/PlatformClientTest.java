package dev.trainyard.agent.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.agent.harness.AgentConfigs;
import dev.trainyard.agent.harness.FakeStorage;
import dev.trainyard.agent.storage.DiskException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformClientTest {
  private static final int CONTENT_BYTES = 1 << 20;

  @TempDir Path directory;
  private PlatformClient client;

  @BeforeEach
  void open() {
    client =
        AgentConfigs.client(
            AgentConfigs.of(directory, Map.of()), URI.create("http://platform.invalid"));
  }

  @Test
  void showsServicesWhoAsksAndTheStorageNothing() throws Exception {
    var target = directory.resolve("file");
    try (var storage = FakeStorage.of(new byte[] {1, 2, 3});
        var service = FakeStorage.elsewhere(storage.address())) {
      AgentConfigs.client(AgentConfigs.of(directory, Map.of()), service.address())
          .download(service.address().resolve("/api/v1/datasets/1/content"), target);
      assertThat(service.authorizations()).containsExactly("Bearer secret");
      assertThat(storage.authorizations()).containsExactly("none");
    }
    assertThat(target).hasBinaryContent(new byte[] {1, 2, 3});
  }

  @Test
  void goesOnWhereTheFileEnds() throws Exception {
    var content = new byte[CONTENT_BYTES];
    new Random(7).nextBytes(content);
    var target = Files.write(directory.resolve("file"), Arrays.copyOf(content, 1_000));
    try (var storage = FakeStorage.of(content)) {
      client.download(storage.address(), target);
      assertThat(storage.ranges()).containsExactly("bytes=1000-");
    }
    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void beginsAnewAfterAFileThatIsTooLong() throws Exception {
    var content = new byte[] {1, 2, 3};
    var target = Files.write(directory.resolve("file"), new byte[4]);
    try (var storage = FakeStorage.of(content)) {
      assertThatThrownBy(() -> client.download(storage.address(), target))
          .isExactlyInstanceOf(IOException.class);
      client.download(storage.address(), target);
    }
    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void saysThatTheDiskIsFull() {
    try (var storage = FakeStorage.of(new byte[CONTENT_BYTES])) {
      assertThatThrownBy(() -> client.download(storage.address(), Path.of("/dev/full")))
          .isInstanceOf(DiskException.class)
          .hasMessageContaining("No space left on device, and ")
          .hasMessageContaining("MiB are free. Free some space in or around /dev");
    }
  }

  @Test
  void saysThatTheFileCannotBeMade() {
    try (var storage = FakeStorage.of(new byte[CONTENT_BYTES])) {
      assertThatThrownBy(
              () -> client.download(storage.address(), directory.resolve("missing/file")))
          .isInstanceOf(DiskException.class);
    }
  }

  @Test
  void beginsNoDownloadThatTheDiskHasNoRoomFor() {
    try (var storage = FakeStorage.tooLarge()) {
      assertThatThrownBy(() -> client.download(storage.address(), directory.resolve("file")))
          .isInstanceOf(DiskException.class)
          .hasMessageContaining("MiB are needed")
          .hasMessageContaining("MiB are free. Free some space in or around " + directory);
    }
  }

  @Test
  void doesNotBlameTheDiskForASilentHost() {
    var storage = FakeStorage.of(new byte[1]);
    storage.close();
    assertThatThrownBy(() -> client.download(storage.address(), directory.resolve("file")))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("no answer from 127.0.0.1");
  }
}
