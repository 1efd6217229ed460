package dev.trainyard.process.process;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.process.RunRepair;
import dev.trainyard.kit.persistence.CountedRows;
import dev.trainyard.kit.tenant.CurrentTenant;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * How many processes there are, and how often one had to be repaired. The rows are counted in the
 * database, so every replica tells the same; repairs are those of this replica. Thread-safe.
 */
@Singleton
class ProcessMetrics implements MeterBinder {
  private static final String QUEUED = "queued";
  private static final String COUNT =
      """
      SELECT status, count(*) FROM training_process GROUP BY status
      UNION ALL SELECT 'queued', count(*) FROM training_process WHERE queued_at IS NOT NULL
      """;

  private final CountedRows processes;
  private final Map<RunRepair, Counter> repairs = new EnumMap<>(RunRepair.class);

  ProcessMetrics(DataSource dataSource, CurrentTenant tenant, Clock clock) {
    this.processes = new CountedRows(dataSource, tenant, clock, COUNT);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (var status : ProcessStatus.values()) {
      Gauge.builder("trainyard.processes", processes, counted -> counted.of(status.name()))
          .description("Processes by status")
          .tag("status", status.name())
          .register(registry);
    }
    Gauge.builder("trainyard.processes.queued", processes, counted -> counted.of(QUEUED))
        .description("Processes that wait for their machine")
        .register(registry);
    for (var repair : RunRepair.values()) {
      repairs.put(
          repair,
          Counter.builder("trainyard.process.repairs")
              .description("Differences between processes and machines that were repaired")
              .tag("repair", repair.name())
              .register(registry));
    }
  }

  /** A process and its machine differed. */
  void repaired(RunRepair repair) {
    repairs.get(repair).increment();
  }
}
