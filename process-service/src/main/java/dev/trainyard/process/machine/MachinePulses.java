package dev.trainyard.process.machine;

import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.protocol.machine.MachineLease;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Signs of life in the database, for many machines at a time: two statements a batch, whatever its
 * size. Every method wants a transaction of its caller.
 */
@ApplicationScoped
class MachinePulses {
  private static final Machine.HardwareColumn HARDWARE = new Machine.HardwareColumn();
  private static final Machine.LoadColumn LOAD = new Machine.LoadColumn();

  // In the order of ids, so that two batches cannot wait for each other.
  private static final String LOCK =
      """
      SELECT id, available, agent_id, incarnation, agent_host, last_seen_at, heartbeat_sequence
      FROM machine WHERE id = ANY (?) ORDER BY id FOR NO KEY UPDATE
      """;
  private static final String RENEW =
      """
      UPDATE machine m SET available = true, last_seen_at = ?, agent_id = h.agent_id,
        incarnation = h.incarnation, agent_host = h.agent_host,
        agent_version = h.agent_version, hardware = h.hardware, machine_load = h.machine_load,
        heartbeat_sequence = h.sequence
      FROM unnest(?::uuid[], ?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
        ?::bigint[])
        AS h (id, agent_id, incarnation, agent_host, agent_version, hardware, machine_load, sequence)
      WHERE m.id = h.id
      """;

  private final DataSource dataSource;

  MachinePulses(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * A machine's life as it was noted last.
   *
   * @param available whether it counts as available
   * @param lease which agent holds it; null before the first sign of life
   * @param agentHost where that one runs; may be null
   * @param sequence of its newest heartbeat
   */
  record Pulse(boolean available, MachineLease lease, String agentHost, long sequence) {
    /** Whether this was noted before, or one after it. */
    boolean isRepeatedBy(Heartbeat heartbeat) {
      return lease != null
          && lease.agentId().equals(heartbeat.agentId())
          && lease.incarnation() == heartbeat.incarnation()
          && heartbeat.sequence() <= sequence;
    }
  }

  /** Those of the machines that are registered, by id; nobody else changes them meanwhile. */
  Map<UUID, Pulse> lock(Collection<UUID> machineIds) {
    try (var connection = dataSource.getConnection();
        var select = connection.prepareStatement(LOCK)) {
      select.setArray(1, connection.createArrayOf("uuid", machineIds.toArray()));
      var found = new HashMap<UUID, Pulse>();
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          found.put(rows.getObject("id", UUID.class), read(rows));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException("machines cannot be read", e);
    }
  }

  /** Notes signs of life of agents that hold their machines. */
  void renew(List<Heartbeat> heartbeats, Instant now) {
    if (heartbeats.isEmpty()) {
      return;
    }
    try (var connection = dataSource.getConnection();
        var update = connection.prepareStatement(RENEW)) {
      update.setTimestamp(1, Timestamp.from(now));
      update.setArray(2, array(connection, "uuid", heartbeats, Heartbeat::machineId));
      update.setArray(3, array(connection, "uuid", heartbeats, Heartbeat::agentId));
      update.setArray(4, array(connection, "bigint", heartbeats, Heartbeat::incarnation));
      update.setArray(5, array(connection, "text", heartbeats, Heartbeat::hostName));
      update.setArray(6, array(connection, "text", heartbeats, Heartbeat::agentVersion));
      update.setArray(
          7,
          array(
              connection,
              "text",
              heartbeats,
              heartbeat -> HARDWARE.convertToDatabaseColumn(heartbeat.hardware())));
      update.setArray(
          8,
          array(
              connection,
              "text",
              heartbeats,
              heartbeat -> LOAD.convertToDatabaseColumn(heartbeat.load())));
      update.setArray(9, array(connection, "bigint", heartbeats, Heartbeat::sequence));
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("signs of life cannot be written", e);
    }
  }

  private static Array array(
      Connection connection,
      String type,
      List<Heartbeat> heartbeats,
      Function<Heartbeat, Object> column)
      throws SQLException {
    return connection.createArrayOf(type, heartbeats.stream().map(column).toArray());
  }

  private static Pulse read(ResultSet row) throws SQLException {
    var agentId = row.getObject("agent_id", UUID.class);
    var lastSeenAt = row.getTimestamp("last_seen_at");
    var lease =
        agentId == null || lastSeenAt == null
            ? null
            : new MachineLease(agentId, row.getLong("incarnation"), lastSeenAt.toInstant());
    return new Pulse(
        row.getBoolean("available"),
        lease,
        row.getString("agent_host"),
        row.getLong("heartbeat_sequence"));
  }
}
