package dev.trainyard.bench.platform;

import dev.trainyard.bench.stage.ProcessorTime;
import java.time.Duration;

/**
 * Processor time of all that share the machine.
 *
 * @param generator of this process: the load, and what stands for other services
 */
record Usage(
    Duration service, Duration postgres, Duration kafka, Duration storage, Duration generator) {

  /** Whose time is looked at. */
  record Source(long service, long postgres, long kafka, long storage) {
    Usage now() {
      return new Usage(
          ProcessorTime.of(service),
          ProcessorTime.of(postgres),
          ProcessorTime.of(kafka),
          ProcessorTime.of(storage),
          // Not with its descendants: the others are its children.
          ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
    }
  }

  Usage since(Usage earlier) {
    return new Usage(
        service.minus(earlier.service),
        postgres.minus(earlier.postgres),
        kafka.minus(earlier.kafka),
        storage.minus(earlier.storage),
        generator.minus(earlier.generator));
  }
}
