package dev.trainyard.monitoring.journal;

import dev.trainyard.monitoring.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The days of the journal in the database. Thread-safe. */
@ApplicationScoped
class JournalDays {
  private static final String SELECT =
      """
      SELECT day, entries, encode(last_hash, 'hex') AS last_hash, previous_day,
        encode(previous_hash, 'hex') AS previous_hash, archive, expired_at IS NOT NULL AS expired
      FROM journal_day
      """;

  private static final String SAVE =
      """
      INSERT INTO journal_day (day, entries, last_hash, previous_day, previous_hash)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (day) DO UPDATE SET entries = excluded.entries, last_hash = excluded.last_hash
      """;

  private static final String UNCOUNTED =
      """
      SELECT DISTINCT day FROM journal_entry
      WHERE day BETWEEN ? AND ? AND day NOT IN (SELECT day FROM journal_day)
      """;

  // The newest stays: it may still grow.
  private static final String DUE =
      """
      SELECT day FROM journal_day
      WHERE expired_at IS NULL AND day < ? AND day < (SELECT max(day) FROM journal_day)
      ORDER BY day
      """;

  private static final String EXPIRE =
      "UPDATE journal_day SET expired_at = ?, archive = ?, archive_sha256 = ? WHERE day = ?";

  private static final String DELETE =
      """
      WITH deleted AS (DELETE FROM journal_entry WHERE day = ? RETURNING 1)
      SELECT count(*) AS amount FROM deleted
      """;

  private final Database database;

  JournalDays(Database database) {
    this.database = database;
  }

  /** The newest. */
  Optional<JournalDay> last() {
    return database.first(SELECT + "ORDER BY day DESC LIMIT 1", this::read);
  }

  Optional<JournalDay> find(LocalDate day) {
    return database.first(SELECT + "WHERE day = ?", this::read, day);
  }

  /** The newest before this day. */
  Optional<JournalDay> lastBefore(LocalDate day) {
    return database.first(SELECT + "WHERE day < ? ORDER BY day DESC LIMIT 1", this::read, day);
  }

  /** The oldest after this day. */
  Optional<JournalDay> firstAfter(LocalDate day) {
    return database.first(SELECT + "WHERE day > ? ORDER BY day LIMIT 1", this::read, day);
  }

  /** From the first to the last of these days, the oldest first. */
  List<JournalDay> between(LocalDate first, LocalDate last) {
    return database.query(
        SELECT + "WHERE day BETWEEN ? AND ? ORDER BY day", this::read, first, last);
  }

  /** Days that have entries and yet are not among the days. */
  List<LocalDate> uncounted(LocalDate first, LocalDate last) {
    return database.query(UNCOUNTED, row -> row.getObject("day", LocalDate.class), first, last);
  }

  /** Keeps a new day, or one that has grown. */
  void save(JournalDay day) {
    database.batch(
        SAVE,
        List.<Object[]>of(
            new Object[] {
              day.day(),
              day.entries(),
              HexFormat.of().parseHex(day.lastHash()),
              day.previousDay().orElse(null),
              HexFormat.of().parseHex(day.previousHash())
            }));
  }

  /** Days before this one whose entries are still there, the oldest first. */
  List<LocalDate> dueBefore(LocalDate day) {
    return database.query(DUE, row -> row.getObject("day", LocalDate.class), day);
  }

  /**
   * Deletes the entries of a day, in the caller's transaction, which has to be there.
   *
   * @param archive where they are; empty for nowhere
   * @param sha256 digest of what is there
   * @throws IllegalStateException if there are more or fewer than are kept of it
   */
  void expire(JournalDay day, Optional<String> archive, Optional<String> sha256, Instant now) {
    database.batch(
        EXPIRE,
        List.<Object[]>of(
            new Object[] {now, archive.orElse(null), sha256.orElse(null), day.day()}));
    var deleted = database.first(DELETE, row -> row.getLong("amount"), day.day()).orElse(0L);
    if (deleted != day.entries()) {
      throw new IllegalStateException(
          "the day has %d entries and not %d".formatted(deleted, day.entries()));
    }
  }

  private JournalDay read(ResultSet row) throws SQLException {
    return new JournalDay(
        row.getObject("day", LocalDate.class),
        row.getLong("entries"),
        row.getString("last_hash"),
        Optional.ofNullable(row.getObject("previous_day", LocalDate.class)),
        row.getString("previous_hash"),
        Optional.ofNullable(row.getString("archive")),
        row.getBoolean("expired"));
  }
}
