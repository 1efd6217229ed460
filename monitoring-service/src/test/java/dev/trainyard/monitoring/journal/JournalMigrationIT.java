package dev.trainyard.monitoring.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.kit.tenant.DefaultTenant;
import dev.trainyard.monitoring.EmptyDatabase;
import dev.trainyard.monitoring.database.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A journal from before it was chained. */
@QuarkusTest
@TestProfile(OwnJournal.class)
@ExtendWith(DefaultTenant.class)
class JournalMigrationIT {
  private static final String BEFORE_THE_CHAIN = "8";

  @Test
  void chainsWhatIsThereAsTheServiceWouldHave() {
    var source = EmptyDatabase.named("journal_before_the_chain");
    EmptyDatabase.migrate(source, BEFORE_THE_CHAIN);
    var database = new Database(source);
    insert(
        database, "3", "2026-11-21 00:00:00+00", "'{\"b\": 1.50, \"a\": \"тест \\\\ \\u0022\"}'");
    insert(database, "1", "2026-11-20 23:59:59.999999+00", "'{\"list\": [1e3, null, {}]}'");
    insert(database, "2", "2026-11-20 11:00:00.5+00", "'{}'");
    database.execute(
        """
        INSERT INTO journal_entry (event_id, type, source, subject, time, received_at, project_id,
          process_id, machine_id, trace_id, actor, data)
        VALUES ('4', 't', '', 'Ж', '1969-12-31 23:59:59.75Z', '2026-11-21 01:00:00Z',
          gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), repeat('a', 32), 'anna', '[]')
        """);

    EmptyDatabase.migrate(source, EmptyDatabase.LATEST);

    var days = new JournalDays(database);
    assertIntact(database, days, "2026-11-20", 2);
    assertIntact(database, days, "2026-11-21", 2);
    assertThat(
            database.query(
                "SELECT event_id FROM journal_entry ORDER BY day, number",
                row -> row.getString("event_id")))
        .containsExactly("1", "2", "3", "4");
  }

  private static void insert(Database database, String eventId, String receivedAt, String data) {
    database.execute(
        """
        INSERT INTO journal_entry (event_id, type, source, time, received_at, data)
        VALUES ('%s', 'dev.trainyard.process.created', '/trainyard', now(), '%s', %s)
        """
            .formatted(eventId, receivedAt, data));
  }

  private static void assertIntact(Database database, JournalDays days, String date, long entries) {
    var day = days.find(LocalDate.parse(date)).orElseThrow();
    var before = days.lastBefore(day.day());
    assertThat(day.previousDay()).isEqualTo(before.map(JournalDay::day));
    var check = new DayCheck(day, before);
    new JournalRows(database).each(day.day(), check);
    assertThat(check.result()).isEqualTo(DayVerification.intact(day));
    assertThat(day.entries()).isEqualTo(entries);
  }
}
