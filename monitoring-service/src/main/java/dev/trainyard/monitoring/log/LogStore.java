package dev.trainyard.monitoring.log;

import dev.trainyard.contracts.process.LogLines;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.intake.EventTenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Log lines in the database. Thread-safe. */
@ApplicationScoped
class LogStore {
  private static final String SAVE =
      """
      INSERT INTO log_line (process_id, attempt, line, time, text, tenant)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String AFTER =
      """
      SELECT line, time, text FROM log_line
      WHERE process_id = ? AND attempt = ? AND line > ? ORDER BY line LIMIT ?
      """;
  private static final String PAGE =
      """
      SELECT attempt, line, time, text FROM log_line
      WHERE process_id = ? AND (attempt, line) > (?, ?) AND attempt <= ?
      ORDER BY attempt, line LIMIT ?
      """;
  private static final String NEWEST =
      """
      SELECT wanted.process_id, newest.attempt, newest.line
      FROM unnest(?) AS wanted (process_id)
      CROSS JOIN LATERAL (
        SELECT attempt, line FROM log_line WHERE log_line.process_id = wanted.process_id
        ORDER BY attempt DESC, line DESC LIMIT 1) AS newest
      """;
  private static final String LAST =
      """
      SELECT * FROM (
        SELECT line, time, text FROM log_line
        WHERE process_id = ? AND attempt = ? ORDER BY line DESC LIMIT ?) AS newest
      ORDER BY line
      """;

  private final Database database;
  private final EventTenants tenants;

  LogStore(Database database, EventTenants tenants) {
    this.tenants = tenants;
    this.database = database;
  }

  /**
   * Stores all lines or none; lines that are already there stay as they are.
   *
   * @param claimed whose the processes are, as the agents say
   */
  @AcrossTenants
  @Transactional
  void save(List<LogLines> messages, Map<UUID, String> claimed) {
    var owners = tenants.ofProcesses(claimed);
    var rows = new ArrayList<Object[]>();
    for (var message : messages) {
      var number = message.firstLine();
      for (var line : message.lines()) {
        rows.add(
            new Object[] {
              message.processId(),
              message.attempt(),
              number++,
              line.time(),
              line.text(),
              owners.get(message.processId())
            });
      }
    }
    database.batch(SAVE, rows);
  }

  /** The lines that follow a line. */
  List<LogView.Line> after(UUID processId, int attempt, long line, int limit) {
    return database.query(AFTER, LogStore::read, processId, attempt, line, limit);
  }

  /** The newest lines, oldest of them first. */
  List<LogView.Line> last(UUID processId, int attempt, int limit) {
    return database.query(LAST, LogStore::read, processId, attempt, limit);
  }

  /** The lines of all attempts that follow a position, in order. */
  List<AttemptLine> page(UUID processId, LogPosition after, int limit) {
    return page(processId, after, Integer.MAX_VALUE, limit);
  }

  /** The lines that follow a position, up to the end of an attempt, in order. */
  List<AttemptLine> page(UUID processId, LogPosition after, int lastAttempt, int limit) {
    return database.query(
        PAGE,
        row ->
            new AttemptLine(
                row.getInt("attempt"),
                row.getLong("line"),
                Database.instant(row, "time"),
                row.getString("text")),
        processId,
        after.attempt(),
        after.line(),
        lastAttempt,
        limit);
  }

  /** The line that so many of an attempt's lines come after; 0 if it has no more than those. */
  long lineBeforeNewest(UUID processId, int attempt, int lines) {
    return database
        .first(
            """
            SELECT line FROM log_line
            WHERE process_id = ? AND attempt = ? ORDER BY line DESC OFFSET ? LIMIT 1
            """,
            row -> row.getLong("line"),
            processId,
            attempt,
            lines)
        .orElse(0L);
  }

  /** How far the logs of these processes go, of those that have one. */
  Map<UUID, LogPosition> newest(Set<UUID> processIds) {
    return database
        .query(
            NEWEST,
            row ->
                Map.entry(
                    row.getObject("process_id", UUID.class),
                    new LogPosition(row.getInt("attempt"), row.getLong("line"))),
            processIds)
        .stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The newest attempt that has lines. */
  OptionalInt newestAttempt(UUID processId) {
    return database
        .query(
            "SELECT attempt FROM log_line WHERE process_id = ? ORDER BY attempt DESC LIMIT 1",
            row -> row.getInt("attempt"),
            processId)
        .stream()
        .mapToInt(Integer::intValue)
        .findFirst();
  }

  private static LogView.Line read(ResultSet row) throws SQLException {
    return new LogView.Line(
        row.getLong("line"), Database.instant(row, "time"), row.getString("text"));
  }
}
