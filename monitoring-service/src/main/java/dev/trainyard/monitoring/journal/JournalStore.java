package dev.trainyard.monitoring.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.database.StoredJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** The journal in the database: each event once, by its id. Thread-safe. */
@ApplicationScoped
class JournalStore {
  private static final String SAVE =
      """
      INSERT INTO journal_entry (event_id, type, source, subject, time, received_at, process_id,
        machine_id, trace_id, data)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
      ON CONFLICT (event_id) DO NOTHING
      """;

  private final Database database;
  private final StoredJson json;
  private final Clock clock;

  JournalStore(Database database, StoredJson json, Clock clock) {
    this.database = database;
    this.json = json;
    this.clock = clock;
  }

  /** Stores those of the events that are not there yet. */
  void save(List<ReceivedEvent> events) {
    database.batch(SAVE, events.stream().map(this::row).toList());
  }

  /** A page of the entries that pass the filter, the newest first. */
  Page<JournalEntryView> find(JournalFilter filter, int page, int size) {
    var condition = filter.condition();
    return database.page(
        "FROM journal_entry" + condition.sql(),
        "ORDER BY time DESC, id DESC",
        page,
        size,
        this::read,
        condition.values().toArray());
  }

  private Object[] row(ReceivedEvent event) {
    var data = StoredJson.storable(event.json());
    var fields = json.tree(data);
    return new Object[] {
      event.id(),
      event.type().type(),
      event.source(),
      event.subject(),
      event.time(),
      clock.instant(),
      id(fields, "processId"),
      id(fields, "machineId"),
      event.traceId().orElse(null),
      data
    };
  }

  private JournalEntryView read(ResultSet row) throws SQLException {
    return new JournalEntryView(
        row.getString("event_id"),
        row.getString("type"),
        row.getString("source"),
        row.getString("subject"),
        Database.instant(row, "time"),
        row.getObject("process_id", UUID.class),
        row.getObject("machine_id", UUID.class),
        row.getString("trace_id"),
        json.tree(row.getString("data")));
  }

  private static UUID id(JsonNode fields, String name) {
    var value = fields.path(name).asText("");
    return value.isEmpty() ? null : UUID.fromString(value);
  }
}
