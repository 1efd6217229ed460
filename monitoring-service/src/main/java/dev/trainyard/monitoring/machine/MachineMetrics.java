package dev.trainyard.monitoring.machine;

import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.monitoring.database.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/**
 * How busy each machine is that shows signs of life, by its last one. Every replica asks the
 * database, so all tell the same. Thread-safe.
 */
@ApplicationScoped
class MachineMetrics {
  private static final Logger LOG = Logger.getLogger(MachineMetrics.class);

  /** What a machine has not confirmed for so long is not told any more. */
  private static final Duration TOLD_FOR = Duration.ofMinutes(1);

  private static final String LOADS =
      """
      SELECT machine_id, (load ->> 'cpuFraction')::float8 AS cpu,
        (load ->> 'freeDiskBytes')::float8 AS disk
      FROM machine_load WHERE received_at > ?
      """;

  private static final String GPU_LOADS =
      """
      SELECT machine_id, gpu ->> 'index' AS gpu, (gpu ->> 'utilisation')::float8 AS utilisation,
        (gpu ->> 'memoryUsedBytes')::float8 AS memory
      FROM machine_load CROSS JOIN jsonb_array_elements(load -> 'gpus') AS gpu
      WHERE received_at > ?
      """;

  private final Database database;
  private final Clock clock;
  private final MultiGauge cpu;
  private final MultiGauge disk;
  private final MultiGauge gpuUtilisation;
  private final MultiGauge gpuMemory;

  MachineMetrics(Database database, Clock clock, MeterRegistry registry) {
    this.database = database;
    this.clock = clock;
    this.cpu =
        MultiGauge.builder("trainyard.machine.cpu.utilisation")
            .description("Share of a machine's processors that is in use, 0 to 1")
            .register(registry);
    this.disk =
        MultiGauge.builder("trainyard.machine.disk.free")
            .baseUnit("bytes")
            .description("Free space where a machine keeps its runs")
            .register(registry);
    this.gpuUtilisation =
        MultiGauge.builder("trainyard.machine.gpu.utilisation")
            .description("Share of time that a GPU is in use, 0 to 1")
            .register(registry);
    this.gpuMemory =
        MultiGauge.builder("trainyard.machine.gpu.memory.used")
            .baseUnit("bytes")
            .description("Memory of a GPU that is in use")
            .register(registry);
  }

  private record Row(Tags tags, double first, double second) {}

  @AcrossTenants
  @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void look() {
    try {
      var since = clock.instant().minus(TOLD_FOR);
      var loads = database.query(LOADS, row -> read(row, machine(row), "cpu", "disk"), since);
      tell(cpu, loads, Row::first);
      tell(disk, loads, Row::second);
      var gpus =
          database.query(
              GPU_LOADS,
              row ->
                  read(row, machine(row).and("gpu", row.getString("gpu")), "utilisation", "memory"),
              since);
      tell(gpuUtilisation, gpus, Row::first);
      tell(gpuMemory, gpus, Row::second);
    } catch (DependencyUnavailableException e) {
      LOG.debugf("Machines not looked at reason=%s", e.getMessage());
      for (var gauge : List.of(cpu, disk, gpuUtilisation, gpuMemory)) {
        gauge.register(List.of(), true);
      }
    }
  }

  private static Tags machine(ResultSet row) throws SQLException {
    return Tags.of("machine_id", row.getString("machine_id"));
  }

  private static Row read(ResultSet row, Tags tags, String first, String second)
      throws SQLException {
    return new Row(tags, number(row, first), number(row, second));
  }

  private static double number(ResultSet row, String column) throws SQLException {
    var value = Database.nullable(row, column, Double.class);
    return value == null ? Double.NaN : value;
  }

  private static void tell(MultiGauge gauge, List<Row> rows, ToDoubleFunction<Row> value) {
    gauge.register(
        rows.stream()
            .filter(row -> !Double.isNaN(value.applyAsDouble(row)))
            .map(row -> MultiGauge.Row.of(row.tags(), value.applyAsDouble(row)))
            .toList(),
        true);
  }
}
