package dev.trainyard.monitoring.journal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.matchesPattern;

import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.kit.tenant.DefaultTenant;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the owner of the database does to a journal is found, and told in words. */
@QuarkusTest
@TestProfile(OwnJournal.class)
@ExtendWith(DefaultTenant.class)
class JournalVerificationIT {
  private static final String PATH = "/api/v1/journal/verification";
  private static final LocalDate DAY = LocalDate.parse("2026-11-20");
  private static final String SECOND_DAY = "days.find { it.day == '2026-11-21' }.";

  @Inject WrittenJournal journal;
  @Inject DataSource dataSource;

  private List<ReceivedEvent> secondDay;

  @BeforeEach
  void writeThreeDays() {
    journal.clear();
    journal.write(DAY, 5);
    secondDay = journal.write(DAY.plusDays(1), 4);
    journal.write(DAY.plusDays(2), 3);
  }

  @Test
  void tellsOfEachDayThatItIsIntactAndOfItsLastHash() {
    verification("")
        .body("intact", equalTo(true))
        .body("days.day", contains("2026-11-20", "2026-11-21", "2026-11-22"))
        .body("days.result", everyItem(equalTo("OK")))
        .body("days.entries", contains(5, 4, 3))
        .body("days.lastHash", everyItem(matchesPattern("[0-9a-f]{64}")));
  }

  @Test
  void runsOnceAtATime() throws Exception {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE journal_entry IN ACCESS EXCLUSIVE MODE");
      var first = CompletableFuture.supplyAsync(() -> given().get(PATH).statusCode());
      await()
          .until(
              () ->
                  statement
                      .executeQuery("SELECT 1 FROM pg_locks WHERE NOT granted LIMIT 1")
                      .next());

      given().get(PATH).then().statusCode(409).body("detail", containsString("Ask again"));

      connection.rollback();
      assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(200);
    }
    verification("").body("intact", equalTo(true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          UPDATE journal_entry SET data = '{}' WHERE number = 3 AND DAY          | ALTERED | 3 | 3 | entry 3
          UPDATE journal_entry SET data = concat(data::text, ' ')::json WHERE number = 3 AND DAY | ALTERED | 3 | 3 | entry 3
          UPDATE journal_entry SET actor = 'eve' WHERE number = 1 AND DAY        | ALTERED | 1 | 1 | entry 1
          UPDATE journal_entry SET time = time + interval '1 us' WHERE number = 4 AND DAY | ALTERED | 4 | 4 | entry 4
          UPDATE journal_entry SET time = 'infinity' WHERE number = 4 AND DAY    | ALTERED | 4 | 4 | entry 4
          UPDATE journal_entry SET hash = sha256('x') WHERE number = 2 AND DAY   | ALTERED | 2 | 2 | entry 2
          UPDATE journal_entry SET number = -1 WHERE number = 2 AND DAY; UPDATE journal_entry SET number = 2 WHERE number = 3 AND DAY; UPDATE journal_entry SET number = 3 WHERE number = -1 AND DAY | ALTERED | 2 | 2 | entry 2
          UPDATE journal_day SET last_hash = sha256('x') WHERE DAY               | ALTERED | 4 | 4 | last entry, 4
          UPDATE journal_day SET previous_hash = sha256('x') WHERE DAY           | ALTERED |   |   | does not follow
          DELETE FROM journal_entry WHERE number = 1 AND DAY                     | MISSING | 1 | 1 | Entry 1 of 4 is not there
          DELETE FROM journal_entry WHERE number IN (2, 3) AND DAY               | MISSING | 2 | 3 | Entries 2 to 3 of 4 are not there
          DELETE FROM journal_entry WHERE number = 4 AND DAY                     | MISSING | 4 | 4 | Entry 4 of 4 is not there
          DELETE FROM journal_entry WHERE DAY                                    | MISSING | 1 | 4 | Entries 1 to 4 of 4 are not there
          DELETE FROM journal_entry WHERE DAY; DELETE FROM journal_day WHERE DAY | DAY_MISSING |  |  | The day is not there, but 2026-11-22 follows it
          DELETE FROM journal_day WHERE DAY                                      | DAY_MISSING |  |  | their last hash is lost
          UPDATE journal_day SET entries = 3 WHERE DAY                           | EXTRA   | 4 | 4 | Entry 4
          INSERT INTO journal_entry (day, number, hash, event_id, type, source, time, received_at, data) SELECT day, 5, hash, 'forged', type, source, time, received_at, data FROM journal_entry WHERE number = 4 AND DAY | EXTRA | 5 | 5 | Entry 5, event forged
          """)
  void findsWhatWasDone(
      String statements, String result, Integer first, Integer last, String detail) {
    journal.change(statements.replace("DAY", "day = '2026-11-21'"));

    verification("")
        .body("intact", equalTo(false))
        .body("days[0].result", equalTo("OK"))
        .body(SECOND_DAY + "result", equalTo(result))
        .body(SECOND_DAY + "firstNumber", equalTo(first))
        .body(SECOND_DAY + "lastNumber", equalTo(last))
        .body(SECOND_DAY + "detail", containsString(detail));
    verification("?to=2026-11-20").body("intact", equalTo(true));
    verification("?from=2026-11-21&to=2026-11-21")
        .body("intact", equalTo(false))
        .body("days.result", contains(result));
  }

  @Test
  void namesTheEventOfAnAlteredEntry() {
    journal.change(
        "UPDATE journal_entry SET subject = 'x' WHERE number = 3 AND day = '2026-11-21'");

    var event = secondDay.get(2).id();
    verification("")
        .body(SECOND_DAY + "eventId", equalTo(event))
        .body(SECOND_DAY + "detail", containsString("entry 3, event " + event))
        .body("days.result", contains("OK", "ALTERED", "OK"));
  }

  @Test
  void findsThatTheFirstDayIsMissing() {
    journal.change(
        "DELETE FROM journal_entry WHERE day = '2026-11-20'",
        "DELETE FROM journal_day WHERE day = '2026-11-20'");

    verification("").body("days.result", contains("DAY_MISSING", "OK", "OK"));
  }

  @Test
  void staysAbleToAppendWhateverWasDone() {
    journal.change(
        "DELETE FROM journal_day WHERE day = '2026-11-22'",
        "UPDATE journal_entry SET number = 9 WHERE number = 3 AND day = '2026-11-22'");
    journal.write(DAY.plusDays(2), 2);

    verification("").body("days.result", contains("OK", "OK", "MISSING"));
  }

  @Test
  void answersForAnEmptyJournal() {
    journal.clear();

    verification("").body("intact", equalTo(true)).body("days", empty());
  }

  @ParameterizedTest
  @CsvSource({"from=yesterday, from", "to=2026-11-31, to", "from=2026-11-21&to=2026-11-20, from"})
  void refusesBadDaysAndNamesThem(String query, String field) {
    given()
        .get(PATH + "?" + query)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations.field", contains(field));
  }

  private static ValidatableResponse verification(String query) {
    return given().get(PATH + query).then().statusCode(200);
  }
}
