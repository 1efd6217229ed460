package dev.trainyard.registry;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/**
 * A registry that is set up in another way: its storage is out of the clients' reach, it looks all
 * the time for files that are to be read again, and it has no trainer.
 */
public final class OtherSettings implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "trainyard.storage.transfers-via", "service",
        "trainyard.integrity.verify-interval", "1s",
        "trainyard.integrity.verify-after", "1h",
        "trainyard.registry.prediction.trainer-command", "");
  }
}
