package dev.trainyard.monitoring.journal;

import dev.trainyard.monitoring.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Reads whole days of the journal, without holding them. Thread-safe. */
@ApplicationScoped
class JournalRows {
  private static final String SELECT =
      """
      SELECT number, encode(hash, 'hex') AS hash, event_id, type, source, subject, time,
        received_at, project_id, process_id, machine_id, trace_id, actor, data
      FROM journal_entry WHERE day = ? ORDER BY number, id
      """;

  /** What is read after it, in the same transaction, is of one moment. */
  private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ";

  private final Database database;

  JournalRows(Database database) {
    this.database = database;
  }

  /** Takes an entry with its place in the chain. */
  @FunctionalInterface
  interface Reader {
    void take(long number, String hash, JournalEntry entry);

    /** Hands each entry on after taking it. */
    default Reader and(Reader next) {
      return (number, hash, entry) -> {
        take(number, hash, entry);
        next.take(number, hash, entry);
      };
    }
  }

  /** To be called before anything is read in a transaction. */
  void holdStill() {
    database.execute(SNAPSHOT);
  }

  /** Hands over the entries of a day by their numbers, in the caller's transaction. */
  void each(LocalDate day, Reader reader) {
    database.stream(
        SELECT, row -> reader.take(row.getLong("number"), row.getString("hash"), entry(row)), day);
  }

  private static JournalEntry entry(ResultSet row) throws SQLException {
    return new JournalEntry(
        row.getString("event_id"),
        row.getString("type"),
        row.getString("source"),
        row.getString("subject"),
        instant(row, "time"),
        instant(row, "received_at"),
        row.getObject("project_id", UUID.class),
        row.getObject("process_id", UUID.class),
        row.getObject("machine_id", UUID.class),
        row.getString("trace_id"),
        row.getString("actor"),
        row.getString("data"));
  }

  /** Takes any time that the database can hold, for who knows what somebody has put there. */
  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
