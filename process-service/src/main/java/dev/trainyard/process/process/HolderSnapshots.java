package dev.trainyard.process.process;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.protocol.process.ProcessRecord;
import dev.trainyard.protocol.process.ProcessState;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * What the processes that hold machines look like, for many machines at a time and without locks:
 * thousands of heartbeats come in a second, and few of them change anything. Every method wants a
 * transaction of its caller.
 */
@ApplicationScoped
class HolderSnapshots {
  private static final ProcessColumns.ProgressColumn PROGRESS = new ProcessColumns.ProgressColumn();
  private static final String SELECT =
      """
      SELECT id, machine_id, agent_id, status, enabled, restarting, attempt, from_scratch, last_sequence,
        command_sent_at, missing_since, report_awaited_since
      FROM training_process
      WHERE machine_id = ANY (?) AND queued_at IS NULL
        AND status IN ('CREATED', 'STARTING', 'RUNNING', 'STOPPING')
      """;
  private static final String UPDATE =
      """
      UPDATE training_process p SET progress = n.progress
      FROM unnest(?::uuid[], ?::integer[], ?::text[]) AS n (id, attempt, progress)
      WHERE p.id = n.id AND p.attempt = n.attempt AND p.progress IS DISTINCT FROM n.progress
      """;

  private final DataSource dataSource;

  HolderSnapshots(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * A process that holds a machine.
   *
   * @param process what the protocol decides by
   * @param agentId the agent that its present attempt was given to; null when that is not known
   */
  record Holder(ProcessRecord process, UUID agentId) {
    /** Whether its run, if it has one, is at another agent than this one. */
    boolean isAtOther(UUID agent) {
      return process.hasRun() && agentId != null && !agentId.equals(agent);
    }
  }

  /** How far an attempt is. */
  record NewProgress(UUID processId, int attempt, Progress progress) {}

  /** The processes that hold these machines, as they were a moment ago, by machine. */
  Map<UUID, Holder> onMachines(Collection<UUID> machineIds) {
    try (var connection = dataSource.getConnection();
        var select = connection.prepareStatement(SELECT)) {
      select.setArray(1, connection.createArrayOf("uuid", machineIds.toArray()));
      var found = new HashMap<UUID, Holder>();
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          var process = read(rows);
          found.put(
              process.machineId(), new Holder(process, rows.getObject("agent_id", UUID.class)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException("processes cannot be read", e);
    }
  }

  /** Keeps the progress of attempts that are still the present ones. */
  void keepProgress(List<NewProgress> changed) {
    if (changed.isEmpty()) {
      return;
    }
    try (var connection = dataSource.getConnection();
        var update = connection.prepareStatement(UPDATE)) {
      // In one order where the database keeps it, so that two batches rarely wait for each other.
      var ordered = changed.stream().sorted(Comparator.comparing(NewProgress::processId)).toList();
      update.setArray(1, array(connection, "uuid", ordered, NewProgress::processId));
      update.setArray(2, array(connection, "integer", ordered, NewProgress::attempt));
      update.setArray(
          3,
          array(
              connection,
              "text",
              ordered,
              next -> PROGRESS.convertToDatabaseColumn(next.progress())));
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("progress cannot be written", e);
    }
  }

  private static Array array(
      Connection connection,
      String type,
      List<NewProgress> values,
      Function<NewProgress, Object> column)
      throws SQLException {
    return connection.createArrayOf(type, values.stream().map(column).toArray());
  }

  private static ProcessRecord read(ResultSet row) throws SQLException {
    return new ProcessRecord(
        row.getObject("id", UUID.class),
        row.getObject("machine_id", UUID.class),
        new ProcessState(
            ProcessStatus.valueOf(row.getString("status")),
            row.getBoolean("enabled"),
            false,
            row.getBoolean("restarting")),
        row.getInt("attempt"),
        row.getBoolean("from_scratch"),
        row.getLong("last_sequence"),
        instant(row, "command_sent_at"),
        instant(row, "missing_since"),
        instant(row, "report_awaited_since"));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    var value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }
}
