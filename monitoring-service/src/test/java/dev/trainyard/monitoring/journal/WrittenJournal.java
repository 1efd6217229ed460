package dev.trainyard.monitoring.journal;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.kit.tenant.TenantScope;
import dev.trainyard.monitoring.Samples;
import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.database.StoredJson;
import dev.trainyard.monitoring.intake.EventTenants;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A journal as the service writes it, and what the owner of the database can do to it. */
@ApplicationScoped
public class WrittenJournal {
  private static final CloudEventCodec CODEC = new CloudEventCodec("process-service");

  @Inject Database database;
  @Inject JournalDays days;
  @Inject StoredJson json;
  @Inject EventTenants tenants;
  @Inject CurrentTenant tenant;

  /** Begins anew. */
  void clear() {
    change("TRUNCATE journal_entry", "TRUNCATE journal_day");
  }

  /** Appends so many events that come on this day, at noon. */
  List<ReceivedEvent> write(LocalDate day, int entries) {
    var events = Stream.generate(() -> WrittenJournal.event()).limit(entries).toList();
    append(events, day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC));
    return events;
  }

  /** Appends events that come at this moment. */
  void append(List<ReceivedEvent> events, Instant now) {
    var writer = new JournalWriter(database, days, json, Clock.fixed(now, ZoneOffset.UTC), tenants);
    tenant.run(
        TenantScope.all(),
        () -> QuarkusTransaction.requiringNew().run(() -> writer.append(events)));
  }

  /** Changes rows as nobody else can: without the triggers that refuse it. */
  void change(String... statements) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              triggers("DISABLE");
              for (var statement : statements) {
                database.execute(statement);
              }
              triggers("ENABLE");
            });
  }

  /** Something happened to a machine. */
  static ReceivedEvent event() {
    var machineId = UUID.randomUUID();
    return event(
        EventType.MACHINE_UPDATED, machineId, Samples.machine(machineId, "машина \"1\"", true));
  }

  static ReceivedEvent event(EventType type, UUID subject, Object data) {
    return new ReceivedEvent(
        UUID.randomUUID().toString(),
        "/trainyard/process-service",
        type,
        subject.toString(),
        Instant.parse("2026-11-20T11:59:59.123456789Z"),
        Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"),
        Optional.empty(),
        Optional.of("default"),
        CODEC.toJson(data),
        data);
  }

  private void triggers(String what) {
    for (var table : List.of("journal_entry", "journal_day")) {
      database.execute("ALTER TABLE " + table + " " + what + " TRIGGER USER");
    }
  }
}
