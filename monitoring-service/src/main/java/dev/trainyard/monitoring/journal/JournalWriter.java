package dev.trainyard.monitoring.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.database.StoredJson;
import dev.trainyard.monitoring.intake.EventTenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Appends to the journal: each event once, by its id, chained to the one before. Thread-safe, also
 * over several replicas.
 */
@ApplicationScoped
class JournalWriter {
  /** One transaction at a time appends; another one sees all that it has written. */
  private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('journal_entry'))";

  private static final String KNOWN = "SELECT event_id FROM journal_entry WHERE event_id = ANY (?)";

  private static final String HIGHEST =
      "SELECT coalesce(max(number), 0) AS number FROM journal_entry WHERE day = ?";

  private static final String APPEND =
      """
      INSERT INTO journal_entry (day, number, hash, event_id, type, source, subject, time,
        received_at, project_id, process_id, machine_id, trace_id, actor, data,
        tenant)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?)
      """;

  private final Database database;
  private final JournalDays days;
  private final StoredJson json;
  private final Clock clock;
  private final EventTenants tenants;

  JournalWriter(
      Database database, JournalDays days, StoredJson json, Clock clock, EventTenants tenants) {
    this.tenants = tenants;
    this.database = database;
    this.days = days;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Appends those of the events that are not there yet, in their order; the chain is one over all
   * tenants. Others that append wait from here to the end of the caller's transaction, which has to
   * be there.
   *
   * @return those that were not there yet
   */
  @AcrossTenants
  List<ReceivedEvent> append(List<ReceivedEvent> events) {
    database.query(LOCK, row -> 1);
    var added = newOnes(events);
    if (added.isEmpty()) {
      return added;
    }
    var now = clock.instant();
    var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    var day = days.last().map(last -> last.takingOn(today)).orElse(JournalDay.first(today));
    // What somebody has done to the day is for the verification to find; it stops no event.
    var number = Math.max(day.entries(), highest(day.day()));
    var hash = day.lastHash();
    var rows = new ArrayList<Object[]>();
    for (var event : added) {
      var entry = entry(event, now);
      number++;
      hash = ChainHash.of(hash, day.day(), number, entry);
      rows.add(row(day.day(), number, hash, entry, tenants.of(event)));
    }
    database.batch(APPEND, rows);
    days.save(day.grownTo(number, hash));
    return added;
  }

  private List<ReceivedEvent> newOnes(List<ReceivedEvent> events) {
    var known =
        new HashSet<>(
            database.query(
                KNOWN,
                row -> row.getString("event_id"),
                events.stream().map(ReceivedEvent::id).toList()));
    return events.stream().filter(event -> known.add(event.id())).toList();
  }

  private long highest(LocalDate day) {
    return database.first(HIGHEST, row -> row.getLong("number"), day).orElse(0L);
  }

  private JournalEntry entry(ReceivedEvent event, Instant now) {
    var data = StoredJson.storable(event.json());
    var fields = json.tree(data);
    return new JournalEntry(
        event.id(),
        event.type().type(),
        event.source(),
        event.subject(),
        event.time().truncatedTo(ChronoUnit.MICROS),
        now.truncatedTo(ChronoUnit.MICROS),
        id(fields, "projectId"),
        id(fields, "processId"),
        id(fields, "machineId"),
        event.traceId().orElse(null),
        event.actor().orElse(null),
        data);
  }

  private static Object[] row(
      LocalDate day, long number, String hash, JournalEntry entry, String tenant) {
    return new Object[] {
      day,
      number,
      HexFormat.of().parseHex(hash),
      entry.eventId(),
      entry.type(),
      entry.source(),
      entry.subject(),
      entry.time(),
      entry.receivedAt(),
      entry.projectId(),
      entry.processId(),
      entry.machineId(),
      entry.traceId(),
      entry.actor(),
      entry.data(),
      tenant
    };
  }

  private static UUID id(JsonNode fields, String name) {
    var value = fields.path(name).asText("");
    return value.isEmpty() ? null : UUID.fromString(value);
  }
}
