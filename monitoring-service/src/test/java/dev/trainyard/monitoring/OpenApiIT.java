package dev.trainyard.monitoring;

import dev.trainyard.kit.testing.OpenApiDocument;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OpenApiIT {
  @Test
  void theCommittedDocumentIsThatOfTheBuild() throws IOException {
    OpenApiDocument.require(Path.of(".."), "monitoring-service");
  }
}
