package dev.trainyard.monitoring.log;

import dev.trainyard.contracts.process.LogLines;
import dev.trainyard.monitoring.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/** Log lines in the database. Thread-safe. */
@ApplicationScoped
class LogStore {
  private static final String SAVE =
      """
      INSERT INTO log_line (process_id, attempt, line, time, text) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String AFTER =
      """
      SELECT line, time, text FROM log_line
      WHERE process_id = ? AND attempt = ? AND line > ? ORDER BY line LIMIT ?
      """;
  private static final String LAST =
      """
      SELECT * FROM (
        SELECT line, time, text FROM log_line
        WHERE process_id = ? AND attempt = ? ORDER BY line DESC LIMIT ?) AS newest
      ORDER BY line
      """;

  private final Database database;

  LogStore(Database database) {
    this.database = database;
  }

  /** Stores all lines or none; lines that are already there stay as they are. */
  @Transactional
  void save(List<LogLines> messages) {
    var rows = new ArrayList<Object[]>();
    for (var message : messages) {
      var number = message.firstLine();
      for (var line : message.lines()) {
        rows.add(
            new Object[] {
              message.processId(), message.attempt(), number++, line.time(), line.text()
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
