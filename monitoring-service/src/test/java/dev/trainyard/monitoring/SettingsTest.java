package dev.trainyard.monitoring;

import dev.trainyard.kit.testing.settings.SettingsDocumentation;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void thePageSaysWhatCanBeSet() throws IOException {
    SettingsDocumentation.require(Path.of(".."), "settings of monitoring-service");
  }
}
