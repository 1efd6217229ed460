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
  private static final String NEWEST_FIRST = "ORDER BY time DESC, id DESC";

  private final Database database;
  private final StoredJson json;

  JournalStore(Database database, StoredJson json) {
    this.database = database;
    this.json = json;
  }

  /** A page of the entries that pass the filter, the newest first. */
  JournalPage page(JournalFilter filter, int page, int size) {
    var condition = filter.condition();
    var found =
        database.page(
            "FROM journal_entry" + condition.where(),
            NEWEST_FIRST,
            page,
            size,
            this::read,
            condition.parametersAnd());
    var isLast = (page + 1L) * size >= found.total();
    return pageOf(found.items(), isLast, page, size, found.total());
  }

  /** The entries that pass the filter and follow the cursor, the newest of them first. */
  JournalPage following(Optional<JournalCursor> cursor, JournalFilter filter, int size) {
    var place = cursor.map(JournalCursor::following).orElse(Condition.NONE);
    var condition = filter.condition().and(place);
    // One entry more than the page holds tells that there is a next one.
    var found =
        database.query(
            "SELECT * FROM journal_entry%s %s LIMIT ?".formatted(condition.where(), NEWEST_FIRST),
            this::read,
            condition.parametersAnd(size + 1));
    var shown = found.subList(0, Math.min(size, found.size()));
    return pageOf(shown, found.size() <= size, null, size, null);
  }

  private static JournalPage pageOf(
      List<Located> shown, boolean isLast, Integer page, int size, Long total) {
    return new JournalPage(
        shown.stream().map(Located::view).toList(),
        page,
        size,
        total,
        isLast || shown.isEmpty() ? null : shown.get(shown.size() - 1).cursor().text());
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
