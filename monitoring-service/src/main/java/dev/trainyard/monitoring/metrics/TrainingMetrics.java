package dev.trainyard.monitoring.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;

/**
 * How fast machines train, and how much of what they measure is stored. Each replica counts what it
 * has stored itself, once for each measurement. Thread-safe.
 */
@ApplicationScoped
class TrainingMetrics {
  private final MeterRegistry registry;
  private final Counter values;

  TrainingMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.values =
        Counter.builder("trainyard.measurements")
            .description("Values of measurements that were stored")
            .register(registry);
  }

  /**
   * Measurements are stored.
   *
   * @param stored how many values
   * @param iterations by how many iterations machines have got on with that
   */
  void add(long stored, Map<UUID, Long> iterations) {
    values.increment(stored);
    iterations.forEach(
        (machineId, number) ->
            Counter.builder("trainyard.training.iterations")
                .description("Iterations that a machine has trained")
                .tag("machine_id", machineId.toString())
                .register(registry)
                .increment(number));
  }
}
