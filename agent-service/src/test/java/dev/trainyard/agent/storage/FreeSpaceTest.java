package dev.trainyard.agent.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeSpaceTest {
  @TempDir Path directory;

  @Test
  void saysWhatIsMissingAndWhereToFreeIt() throws IOException {
    assertThat(new FreeSpace(directory, 1).shortageIn(directory)).isEmpty();
    assertThat(new FreeSpace(directory, Long.MAX_VALUE).shortageIn(directory).orElseThrow())
        .contains("MiB are free", (Long.MAX_VALUE >> 20) + " MiB are needed", directory.toString());
  }
}
