package dev.trainyard.kit.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The outbox in the database, over one connection in auto-commit mode. Not thread-safe. */
final class OutboxTable {
  private static final String COLUMNS =
      "id, event_id, type, topic, message_key, occurred_at, traceparent, actor, tenant, data";
  private static final String FIRST =
      "SELECT " + COLUMNS + " FROM outbox WHERE topic <> ALL (?) ORDER BY id LIMIT ?";
  private static final String OLDEST =
      "SELECT " + COLUMNS + " FROM outbox WHERE topic = ? ORDER BY id LIMIT 1";
  private static final String REJECT =
      """
      WITH rejected AS (DELETE FROM outbox WHERE id = ? RETURNING %1$s)
      INSERT INTO outbox_rejected (%1$s, reason) SELECT %1$s, ? FROM rejected
      """
          .formatted(COLUMNS);

  // By the clock that wrote the time; what somebody is putting back holds up nothing.
  private static final String DELETE_REJECTED =
      """
      DELETE FROM outbox_rejected AS rejected USING (
        SELECT id FROM outbox_rejected WHERE rejected_at < now() - make_interval(secs => ?)
        LIMIT ? FOR UPDATE SKIP LOCKED) AS old
      WHERE rejected.id = old.id
      """;

  private final Connection connection;

  OutboxTable(Connection connection) {
    this.connection = connection;
  }

  /** The oldest events that are for none of these topics. */
  List<OutboxRow> first(int limit, Collection<String> topicsLeftOut) throws SQLException {
    try (var select = connection.prepareStatement(FIRST)) {
      select.setArray(1, connection.createArrayOf("text", topicsLeftOut.toArray()));
      select.setInt(2, limit);
      return read(select);
    }
  }

  Optional<OutboxRow> oldestOf(String topic) throws SQLException {
    try (var select = connection.prepareStatement(OLDEST)) {
      select.setString(1, topic);
      return read(select).stream().findFirst();
    }
  }

  void delete(Collection<Long> ids) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (var delete = connection.prepareStatement("DELETE FROM outbox WHERE id = ANY (?)")) {
      delete.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
      delete.executeUpdate();
    }
  }

  /** Moves an event out of the way of those behind it. */
  void reject(long id, String reason) throws SQLException {
    try (var move = connection.prepareStatement(REJECT)) {
      move.setLong(1, id);
      move.setString(2, reason);
      move.executeUpdate();
    }
  }

  /**
   * Deletes events that were rejected longer ago than this.
   *
   * @return how many
   */
  int deleteRejected(Duration age, int limit) throws SQLException {
    try (var delete = connection.prepareStatement(DELETE_REJECTED)) {
      delete.setDouble(1, age.toSeconds());
      delete.setInt(2, limit);
      return delete.executeUpdate();
    }
  }

  private static List<OutboxRow> read(PreparedStatement select) throws SQLException {
    var rows = new ArrayList<OutboxRow>();
    try (var result = select.executeQuery()) {
      while (result.next()) {
        rows.add(
            new OutboxRow(
                result.getLong("id"),
                result.getObject("event_id", UUID.class),
                result.getString("type"),
                result.getString("topic"),
                result.getString("message_key"),
                result.getTimestamp("occurred_at").toInstant(),
                result.getString("traceparent"),
                result.getString("actor"),
                result.getString("tenant"),
                result.getString("data")));
      }
    }
    return rows;
  }
}
