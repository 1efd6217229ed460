package dev.trainyard.process;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Makes the service patient for seconds only. */
public final class ShortWaitsResource implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    return Map.of(
        "trainyard.machine.unavailable-after", "5s",
        "trainyard.machine.check-interval", "1s",
        "trainyard.process.agent-lost-timeout", "10s",
        "trainyard.process.check-interval", "1s",
        "trainyard.process.retention-interval", "1s",
        "trainyard.process.command-timeout", "2s",
        "trainyard.process.missing-timeout", "3s",
        "trainyard.process.report-grace", "2s");
  }

  @Override
  public void stop() {
    // Nothing was started.
  }
}
