package dev.trainyard.registry.model;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Has archives uploaded in the smallest parts that the storage takes. */
public final class SmallParts implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    return Map.of("trainyard.registry.part-size", "5M");
  }

  @Override
  public void stop() {
    // Nothing was started.
  }
}
