package dev.trainyard.template.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.template.Backends;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@Backends
class OwnerlessObjectsIT {
  @Inject OwnerlessObjects ownerless;
  @Inject ObjectStorage storage;
  @Inject DatasetConfig config;
  @TempDir Path folder;

  @Test
  void removesWhatAnInterruptedUploadLeft() throws IOException {
    var key = storedObject(Duration.ofSeconds(-1));
    ownerless.removeDue();
    assertThat(storage.size(config.bucket(), key)).isEmpty();
    ownerless.removeDue();
  }

  @Test
  void leavesUploadThatIsStillGoingOn() throws IOException {
    var key = storedObject(Duration.ofHours(1));
    ownerless.removeDue();
    assertThat(storage.size(config.bucket(), key)).hasValue(3);
    QuarkusTransaction.requiringNew().run(() -> ownerless.takeOver(key));
    ownerless.removeNow(key);
    assertThat(storage.size(config.bucket(), key)).hasValue(3);
  }

  @Test
  void refusesToTakeOverWhatWasRemoved() throws IOException {
    var key = storedObject(Duration.ZERO);
    ownerless.removeNow(key);
    assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> ownerless.takeOver(key)))
        .hasStackTraceContaining("upload-timeout");
  }

  private String storedObject(Duration removeAfter) throws IOException {
    var key = "abandoned/" + UUID.randomUUID();
    var file = Files.writeString(folder.resolve("object"), "zip");
    QuarkusTransaction.requiringNew().run(() -> ownerless.announce(key, removeAfter));
    storage.put(config.bucket(), key, file, "application/zip");
    return key;
  }
}
