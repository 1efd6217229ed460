package dev.trainyard.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir Path root;

  @Test
  void aRunFromScratchFindsNothingButTheLockThatAnEarlierTrainerMayHold() throws IOException {
    var directory = directoryWithWork();
    var lock = Files.readAttributes(lock(directory), "unix:ino");
    directory.prepare(false);
    assertThat(directory.work()).isDirectoryNotContaining("glob:**.pth");
    assertThat(directory.work().resolve("best")).doesNotExist();
    assertThat(Files.readAttributes(lock(directory), "unix:ino")).isEqualTo(lock);
  }

  @Test
  void aRunThatGoesOnFindsAll() throws IOException {
    var directory = directoryWithWork();
    directory.prepare(true);
    assertThat(directory.work().resolve("checkpoint.pth")).exists();
    assertThat(directory.work().resolve("best/weights.pth")).exists();
  }

  private RunDirectory directoryWithWork() throws IOException {
    var directory = new RunDirectory(root);
    directory.prepare(false);
    Files.createFile(lock(directory));
    Files.createFile(directory.work().resolve("checkpoint.pth"));
    Files.createDirectory(directory.work().resolve("best"));
    Files.createFile(directory.work().resolve("best/weights.pth"));
    return directory;
  }

  private static Path lock(RunDirectory directory) {
    return directory.work().resolve("trainer.lock");
  }
}
