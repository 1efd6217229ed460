package dev.trainyard.template;

import dev.trainyard.kit.testing.ReleasedMigrations;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MigrationsTest {
  @Test
  void theLastReleaseWorksWithThem() throws IOException {
    ReleasedMigrations.require(Path.of(".."), Path.of("src/main/resources/db/migration"));
  }
}
