package dev.trainyard.monitoring.machine;

import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.contracts.machine.ObservedRun;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.kit.tenant.TenantRules;
import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.database.StoredJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Keeps how busy machines were: a row for each machine and minute, and for each hour of the time
 * before {@link #minutesKeptFrom}. Thread-safe.
 */
@ApplicationScoped
public class LoadHistoryWriter {
  private static final Duration MINUTES_KEPT = Duration.ofDays(2);

  /** The model type of a run whose start command has not come, or said none. */
  private static final String UNKNOWN_TYPE = "unknown";

  /** The model type when nothing runs. */
  private static final String NOTHING = "";

  /** The database keeps times to the microsecond. */
  private static final Duration ROUNDING = Duration.of(1, ChronoUnit.MICROS);

  private static final String COLUMNS =
      """
      (machine_id, since, model_type, heartbeats, cpu_sum, cpu_max, memory_sum, memory_max,
        disk_sum, disk_min, gpu_sums, gpu_peaks, tenant)
      """;

  private static final String ADD_TO_KEPT =
      """
      ORDER BY 1, 2, 3
      ON CONFLICT (machine_id, since, model_type) DO UPDATE SET
        heartbeats = kept.heartbeats + excluded.heartbeats,
        cpu_sum = kept.cpu_sum + excluded.cpu_sum,
        cpu_max = greatest(kept.cpu_max, excluded.cpu_max),
        memory_sum = kept.memory_sum + excluded.memory_sum,
        memory_max = greatest(kept.memory_max, excluded.memory_max),
        disk_sum = kept.disk_sum + excluded.disk_sum,
        disk_min = least(kept.disk_min, excluded.disk_min),
        gpu_sums = CASE WHEN excluded.gpu_sums = '{}' THEN kept.gpu_sums
          ELSE sum_by_index(kept.gpu_sums, excluded.gpu_sums) END,
        gpu_peaks = CASE WHEN excluded.gpu_peaks = '{}' THEN kept.gpu_peaks
          ELSE max_by_index(kept.gpu_peaks, excluded.gpu_peaks) END
      RETURNING 1
      """;

  private static final String ADD =
      "INSERT INTO machine_load_minute AS kept "
          + COLUMNS
          + """
            SELECT "machineId", since, "modelType", heartbeats, "cpuSum", "cpuMax", "memorySum",
              "memoryMax", "diskSum", "diskMin", "gpuSums", "gpuPeaks",
              coalesce((SELECT tenant FROM monitored_machine WHERE machine_id = "machineId"), ?)
            FROM json_to_recordset(?::json) AS reported ("machineId" uuid, since timestamptz,
              "modelType" text, heartbeats integer, "cpuSum" double precision,
              "cpuMax" double precision, "memorySum" double precision,
              "memoryMax" double precision, "diskSum" double precision,
              "diskMin" double precision, "gpuSums" double precision[],
              "gpuPeaks" double precision[])
            """
          + ADD_TO_KEPT;

  // A minute is in one place at any moment, and one that comes late is moved in its turn.
  private static final String MOVE =
      """
      WITH old AS (
        DELETE FROM machine_load_minute AS gone USING (
          SELECT machine_id, since, model_type FROM machine_load_minute WHERE since < ?
          ORDER BY since LIMIT 20000 FOR UPDATE SKIP LOCKED) AS chosen
        WHERE (gone.machine_id, gone.since, gone.model_type)
          = (chosen.machine_id, chosen.since, chosen.model_type)
        RETURNING gone.*)
      INSERT INTO machine_load_hour AS kept\s"""
          + COLUMNS
          + """
            SELECT machine_id, date_bin('1 hour', since, timestamptz 'epoch'), model_type,
              sum(heartbeats), sum(cpu_sum), max(cpu_max), sum(memory_sum), max(memory_max),
              sum(disk_sum), min(disk_min), sum_by_index(gpu_sums), max_by_index(gpu_peaks),
              max(tenant)
            FROM old GROUP BY 1, 2, 3
            """
          + ADD_TO_KEPT;

  private final Database database;
  private final StoredJson json;
  private final TenantRules rules;

  LoadHistoryWriter(Database database, StoredJson json, TenantRules rules) {
    this.rules = rules;
    this.database = database;
    this.json = json;
  }

  /**
   * Adds what heartbeats say, each once: those that are not newer than the machine's row are in
   * already. That row is locked, and has to be brought up to date in the same transaction.
   */
  void add(List<Heartbeat> heartbeats) {
    var newest =
        reportedAt(heartbeats.stream().map(Heartbeat::machineId).collect(Collectors.toSet()));
    var types =
        modelTypes(
            heartbeats.stream()
                .map(LoadHistoryWriter::running)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet()));
    Map<LoadSum.Key, LoadSum> sums = new HashMap<>();
    for (var heartbeat : heartbeats) {
      var before = newest.get(heartbeat.machineId());
      if (before == null || heartbeat.time().isAfter(before.plus(ROUNDING))) {
        newest.put(heartbeat.machineId(), heartbeat.time());
        if (heartbeat.load() != null) {
          var type =
              running(heartbeat).map(id -> types.getOrDefault(id, UNKNOWN_TYPE)).orElse(NOTHING);
          var sum = LoadSum.of(heartbeat, type);
          sums.merge(sum.key(), sum, LoadSum::plus);
        }
      }
    }
    if (!sums.isEmpty()) {
      database.query(ADD, row -> 1, rules.defaultName(), json.write(sums.values()));
    }
  }

  /** Since when there is a row for each minute; before that there is one for each hour. */
  public static Instant minutesKeptFrom(Instant now) {
    return now.minus(MINUTES_KEPT).truncatedTo(ChronoUnit.HOURS);
  }

  /** Makes hours of all minutes from before a time; replicas share them out among themselves. */
  public void sumUpBefore(Instant time) {
    while (!database.query(MOVE, row -> 1, time).isEmpty()) {
      // A batch at a time, so that no heartbeat waits for long.
    }
  }

  /** Forgets what was before a time; returns how many rows that are. */
  public long deleteBefore(Instant time) {
    var deleted = 0L;
    for (var table : List.of("machine_load_minute", "machine_load_hour")) {
      for (var batch = 1; batch > 0; deleted += batch) {
        batch = database.query(deletionFrom(table), row -> 1, time).size();
      }
    }
    return deleted;
  }

  private static String deletionFrom(String table) {
    return """
        DELETE FROM %1$s AS kept USING (
          SELECT machine_id, since, model_type FROM %1$s WHERE since < ?
          LIMIT 10000 FOR UPDATE SKIP LOCKED) AS old
        WHERE (kept.machine_id, kept.since, kept.model_type)
          = (old.machine_id, old.since, old.model_type)
        RETURNING 1
        """
        .formatted(table);
  }

  private Map<UUID, Instant> reportedAt(Set<UUID> machineIds) {
    return new HashMap<>(
        byId(
            """
            SELECT machine_id AS id, reported_at FROM machine_load WHERE machine_id = ANY (?)
            ORDER BY machine_id FOR NO KEY UPDATE
            """,
            row -> Database.instant(row, "reported_at"),
            machineIds));
  }

  private Map<UUID, String> modelTypes(Set<UUID> processIds) {
    return byId(
        """
        SELECT process_id AS id, model_type FROM run_settings
        WHERE process_id = ANY (?) AND model_type IS NOT NULL
        """,
        row -> row.getString("model_type"),
        processIds);
  }

  private <T> Map<UUID, T> byId(String sql, Database.RowReader<T> reader, Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return database
        .query(sql, row -> Map.entry(row.getObject("id", UUID.class), reader.read(row)), ids)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The process that a machine works on. */
  private static Optional<UUID> running(Heartbeat heartbeat) {
    return Optional.ofNullable(heartbeat.run())
        .map(ObservedRun::report)
        .filter(report -> report.phase() != null && !report.phase().isFinal())
        .map(RunReport::processId);
  }
}
