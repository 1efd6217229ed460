package dev.trainyard.monitoring.machine;

import dev.trainyard.monitoring.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Reads how busy machines were, in steps of time. Thread-safe. */
@ApplicationScoped
class LoadHistoryReader {
  private static final String LOADS =
      """
      SELECT date_bin(make_interval(secs => ?), since, timestamptz 'epoch') AS time,
        coalesce(sum(heartbeats) FILTER (WHERE model_type <> ''), 0)::double precision
          / sum(heartbeats) AS running,
        sum(cpu_sum) / sum(heartbeats) AS cpu_mean, max(cpu_max) AS cpu_max,
        sum(memory_sum) / sum(heartbeats) AS memory_mean, max(memory_max) AS memory_max,
        sum(disk_sum) / sum(heartbeats) AS disk_mean, min(disk_min) AS disk_min,
        sum_by_index(gpu_sums) AS gpu_sums, max_by_index(gpu_peaks) AS gpu_peaks
      FROM machine_load_history WHERE machine_id = ? AND since >= ? AND since < ?
      GROUP BY 1
      """;

  // A machine counts by the share of its heartbeats with work: one that was silent for a part of a
  // step counts as in the rest of it.
  private static final String SHARES =
      """
      WITH kept AS (
        SELECT machine_id, date_bin(make_interval(secs => ?), since, timestamptz 'epoch') AS time,
          model_type, heartbeats
        FROM machine_load_history WHERE since >= ? AND since < ?),
      share AS (
        SELECT machine_id, time, model_type,
          sum(heartbeats)::double precision
            / sum(sum(heartbeats)) OVER (PARTITION BY machine_id, time) AS running
        FROM kept GROUP BY machine_id, time, model_type)
      """;

  private static final String BUSIEST =
      """
      SELECT machine_id, name, count(*) OVER () AS machines
      FROM machine_load_history LEFT JOIN monitored_machine USING (machine_id)
      WHERE since >= ? AND since < ? AND model_type <> ''
      GROUP BY machine_id, name
      ORDER BY sum(heartbeats) DESC, machine_id LIMIT ?
      """;

  private final Database database;

  LoadHistoryReader(Database database) {
    this.database = database;
  }

  /**
   * A step of one machine's time.
   *
   * @param gpuSums as in {@link LoadSum}
   * @param gpuPeaks as in {@link LoadSum}
   */
  record LoadStep(
      Instant time,
      double running,
      double cpuMean,
      double cpuMax,
      double memoryMean,
      double memoryMax,
      double diskMean,
      double diskMin,
      List<Double> gpuSums,
      List<Double> gpuPeaks) {}

  /**
   * Processes at once in a step.
   *
   * @param modelType empty for machines on which nothing ran
   */
  record RunningStep(Instant time, String modelType, double running) {}

  /** The same on one machine. */
  record MachineStep(UUID machineId, Instant time, double running) {}

  /**
   * A machine on which something ran.
   *
   * @param name null if it is not known
   * @param machinesInAll how many there are of them
   */
  record BusyMachine(UUID machineId, String name, int machinesInAll) {}

  /** Whether anything is kept of a machine. */
  boolean knows(UUID machineId) {
    return database
        .first(
            "SELECT 1 FROM machine_load_history WHERE machine_id = ? LIMIT 1", row -> 1, machineId)
        .isPresent();
  }

  /** The steps of a machine in which it sent heartbeats, in any order. */
  List<LoadStep> loads(UUID machineId, TimeSteps steps) {
    return database.query(
        LOADS,
        LoadHistoryReader::load,
        steps.length().toSeconds(),
        machineId,
        steps.first(),
        steps.end());
  }

  /** What ran on all machines, and how many were idle, in any order. */
  List<RunningStep> running(TimeSteps steps) {
    return database.query(
        SHARES + "SELECT time, model_type, sum(running) AS running FROM share GROUP BY 1, 2",
        row ->
            new RunningStep(
                Database.instant(row, "time"),
                row.getString("model_type"),
                row.getDouble("running")),
        steps.length().toSeconds(),
        steps.first(),
        steps.end());
  }

  /** What ran on these machines, in any order; a step without heartbeats is absent. */
  List<MachineStep> running(TimeSteps steps, List<UUID> machineIds) {
    return database.query(
        SHARES
            + """
              SELECT machine_id, time, coalesce(sum(running) FILTER (WHERE model_type <> ''), 0)
                AS running
              FROM share WHERE machine_id = ANY (?) GROUP BY 1, 2
              """,
        row ->
            new MachineStep(
                row.getObject("machine_id", UUID.class),
                Database.instant(row, "time"),
                row.getDouble("running")),
        steps.length().toSeconds(),
        steps.first(),
        steps.end(),
        machineIds);
  }

  /** The machines that worked most, the busiest first. */
  List<BusyMachine> busiest(TimeSteps steps, int limit) {
    return database.query(
        BUSIEST,
        row ->
            new BusyMachine(
                row.getObject("machine_id", UUID.class),
                row.getString("name"),
                row.getInt("machines")),
        steps.first(),
        steps.end(),
        limit);
  }

  private static LoadStep load(ResultSet row) throws SQLException {
    return new LoadStep(
        Database.instant(row, "time"),
        row.getDouble("running"),
        row.getDouble("cpu_mean"),
        row.getDouble("cpu_max"),
        row.getDouble("memory_mean"),
        row.getDouble("memory_max"),
        row.getDouble("disk_mean"),
        row.getDouble("disk_min"),
        List.of((Double[]) row.getArray("gpu_sums").getArray()),
        List.of((Double[]) row.getArray("gpu_peaks").getArray()));
  }
}
