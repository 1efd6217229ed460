package dev.trainyard.template.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.template.Backends;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Backends
class WorkFolderIT {
  private static final Duration LONG_AGO = Duration.ofDays(2);

  @Inject WorkFolder folder;
  @Inject DatasetConfig config;
  @Inject Clock clock;

  @Test
  void removesWhatKilledReplicasLeftAndNothingElse() throws IOException {
    var all = config.workDirectory();
    var dead = Files.createDirectories(all.resolve("replica-dead"));
    age(Files.writeString(dead.resolve("dataset-1.zip"), "half"));
    var deadLock = age(Files.writeString(all.resolve("replica-dead.lock"), ""));
    var newborn = Files.writeString(all.resolve("replica-newborn.lock"), "");
    var ofOldVersion = age(Files.writeString(all.resolve("dataset-2.zip"), "half"));
    var own = age(Files.writeString(folder.path().resolve("dataset-3.zip"), "in use"));
    age(folder.path());
    var other = new WorkFolder(config, clock);
    var othersFile = age(Files.writeString(other.path().resolve("dataset-4.zip"), "in use"));
    try (var files = Files.list(all)) {
      files
          .filter(file -> file.toString().endsWith(".lock"))
          .filter(file -> !file.equals(newborn))
          .forEach(WorkFolderIT::age);
    }

    folder.removeLeftovers();

    assertThat(dead).doesNotExist();
    assertThat(deadLock).doesNotExist();
    assertThat(ofOldVersion).doesNotExist();
    assertThat(newborn).exists();
    assertThat(own).exists();
    assertThat(othersFile).exists();
    Files.delete(own);
    Files.delete(newborn);
    other.close();
    assertThat(othersFile).doesNotExist();
  }

  private static Path age(Path file) {
    try {
      return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(LONG_AGO)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
