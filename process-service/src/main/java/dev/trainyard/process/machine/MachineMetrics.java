package dev.trainyard.process.machine;

import dev.trainyard.kit.persistence.CountedRows;
import dev.trainyard.kit.tenant.CurrentTenant;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Clock;
import javax.sql.DataSource;

/**
 * How many machines can take a process. Counted in the database, so every replica tells the same.
 * Thread-safe.
 */
@Singleton
class MachineMetrics implements MeterBinder {
  private static final String COUNT =
      """
      SELECT CASE WHEN NOT enabled THEN 'DISABLED' WHEN available THEN 'YES' ELSE 'NO' END,
        count(*)
      FROM machine GROUP BY 1
      """;

  private final CountedRows machines;

  MachineMetrics(DataSource dataSource, CurrentTenant tenant, Clock clock) {
    this.machines = new CountedRows(dataSource, tenant, clock, COUNT);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (var availability : Availability.values()) {
      Gauge.builder("trainyard.machines", machines, counted -> counted.of(availability.name()))
          .description("Machines by availability")
          .tag("availability", availability.name())
          .register(registry);
    }
  }
}
