package dev.trainyard.monitoring.journal;

import dev.trainyard.backends.quarkus.BackendsResource;
import dev.trainyard.kit.testing.TokensResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/**
 * A database that nobody but the test writes to, and a storage; nothing is read from the broker.
 */
public class OwnJournal implements QuarkusTestProfile {

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "mp.messaging.incoming.journal.enabled", "false",
        "mp.messaging.incoming.metrics.enabled", "false",
        "mp.messaging.incoming.logs.enabled", "false",
        "mp.messaging.incoming.heartbeats.enabled", "false",
        "trainyard.kafka.create-topics", "false",
        "quarkus.scheduler.enabled", "false");
  }

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(
        new TestResourceEntry(BackendsResource.class, Map.of("database", "journal", "s3", "true")),
        new TestResourceEntry(TokensResource.class));
  }

  @Override
  public boolean disableGlobalTestResources() {
    return true;
  }
}
