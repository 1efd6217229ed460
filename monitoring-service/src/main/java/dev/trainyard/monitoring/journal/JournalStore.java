package dev.trainyard.monitoring.journal;

import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.database.StoredJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Searches the journal. Thread-safe. */
@ApplicationScoped
class JournalStore {
  private final Database database;
  private final StoredJson json;

  JournalStore(Database database, StoredJson json) {
    this.database = database;
    this.json = json;
  }

  /** A page of the entries that pass the filter, the newest first. */
  JournalPage page(JournalFilter filter, int page, int size) {
    var condition = filter.condition();
    var total =
        database
            .first(
                "SELECT count(*) AS total FROM journal_entry" + condition.where(),
                row -> row.getLong("total"),
                condition.parametersAnd())
            .orElse(0L);
    return pageOf(select(condition, (long) page * size, size + 1), page, size, total);
  }

  /** The entries that pass the filter and follow the cursor, the newest of them first. */
  JournalPage following(Optional<JournalCursor> cursor, JournalFilter filter, int size) {
    var place = cursor.map(JournalCursor::following).orElse(Condition.NONE);
    return pageOf(select(filter.condition().and(place), 0, size + 1), null, size, null);
  }

  private List<Located> select(Condition condition, long offset, int limit) {
    return database.query(
        "SELECT * FROM journal_entry"
            + condition.where()
            + " ORDER BY time DESC, id DESC OFFSET ? LIMIT ?",
        this::read,
        condition.parametersAnd(offset, limit));
  }

  /** One entry more than the page holds tells that there is a next one. */
  private static JournalPage pageOf(List<Located> found, Integer page, int size, Long total) {
    var shown = found.subList(0, Math.min(size, found.size()));
    var isLast = found.size() <= size;
    return new JournalPage(
        shown.stream().map(Located::view).toList(),
        page,
        size,
        total,
        isLast ? null : shown.get(size - 1).cursor().text());
  }

  private Located read(ResultSet row) throws SQLException {
    return new Located(
        view(row), new JournalCursor(Database.instant(row, "time"), row.getLong("id")));
  }

  private JournalEntryView view(ResultSet row) throws SQLException {
    return new JournalEntryView(
        row.getString("event_id"),
        row.getString("type"),
        row.getString("source"),
        row.getString("subject"),
        Database.instant(row, "time"),
        row.getObject("project_id", UUID.class),
        row.getObject("process_id", UUID.class),
        row.getObject("machine_id", UUID.class),
        row.getString("trace_id"),
        row.getString("actor"),
        row.getObject("day", LocalDate.class),
        row.getLong("number"),
        json.tree(row.getString("data")));
  }

  /** An entry and where it stands. */
  private record Located(JournalEntryView view, JournalCursor cursor) {}
}
