package dev.trainyard.monitoring.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.kit.tenant.DefaultTenant;
import dev.trainyard.monitoring.Samples;
import dev.trainyard.monitoring.database.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(OwnJournal.class)
@ExtendWith(DefaultTenant.class)
class JournalChainIT {
  private static final LocalDate DAY = LocalDate.parse("2026-11-20");
  private static final Instant BEFORE_MIDNIGHT = Instant.parse("2026-11-20T23:59:59.999999Z");
  private static final Instant MIDNIGHT = Instant.parse("2026-11-21T00:00:00Z");

  @Inject WrittenJournal journal;
  @Inject JournalVerification verification;
  @Inject JournalConsumer.Bookkeeper bookkeeper;
  @Inject Database database;

  @BeforeEach
  void beginAnew() {
    journal.clear();
  }

  @Test
  void numbersTheEntriesOfEachDayAndTakesAnEventOnce() {
    var first = journal.write(DAY, 3);
    var repeated = Stream.concat(first.stream(), Stream.of(WrittenJournal.event())).toList();
    journal.append(repeated, MIDNIGHT.minusSeconds(1));
    journal.append(first, MIDNIGHT);
    journal.write(DAY.plusDays(3), 2);

    assertThat(numbers(DAY)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(numbers(DAY.plusDays(1))).isEmpty();
    assertThat(numbers(DAY.plusDays(3))).containsExactly(1L, 2L);
    assertIntact(6);
  }

  @Test
  void takesAnEventThatComesTwiceInOneBatchOnce() {
    var event = WrittenJournal.event();
    journal.append(List.of(event, event), MIDNIGHT);

    assertIntact(1);
  }

  @Test
  void goesNoDayBackWhenAReplicasClockIsBehind() {
    journal.append(List.of(WrittenJournal.event()), MIDNIGHT);
    journal.append(List.of(WrittenJournal.event()), BEFORE_MIDNIGHT);

    assertThat(numbers(DAY.plusDays(1))).containsExactly(1L, 2L);
    assertIntact(2);
  }

  @Test
  void staysOneChainWhileSeveralWriteTheSameAroundMidnight() throws Exception {
    var tasks = new ArrayList<Callable<Object>>();
    for (var batch = 0; batch < 40; batch++) {
      var events = Stream.generate(() -> WrittenJournal.event()).limit(50).toList();
      tasks.add(Executors.callable(() -> journal.append(events, BEFORE_MIDNIGHT)));
      tasks.add(Executors.callable(() -> journal.append(events, MIDNIGHT)));
    }
    together(tasks);

    for (var day : List.of(DAY, DAY.plusDays(1))) {
      var numbers = numbers(day);
      assertThat(numbers)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
    }
    assertIntact(2_000);
  }

  @Test
  void replicasThatMeetTheSameProcessesInOppositeOrderDoNotStopEachOther() throws Exception {
    var one = UUID.randomUUID();
    var other = UUID.randomUUID();
    var tasks = new ArrayList<Callable<Object>>();
    for (var batch = 0; batch < 40; batch++) {
      var processes = batch % 2 == 0 ? List.of(one, other) : List.of(other, one);
      var events = processes.stream().map(JournalChainIT::running).toList();
      tasks.add(Executors.callable(() -> bookkeeper.store(events)));
    }
    together(tasks);

    assertIntact(80);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE journal_entry SET type = 'dev.trainyard.process.deleted'",
        "UPDATE journal_entry SET number = 7 WHERE number = 2",
        "DELETE FROM journal_entry WHERE number = 3",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry",
        "DELETE FROM journal_day",
        "TRUNCATE journal_day",
        "INSERT INTO journal_entry (event_id, type, source, time, received_at, data)"
            + " VALUES ('1', 't', 's', now(), now(), '{}')"
      })
  void refusesWhateverIsNoAppendedEntry(String statement) {
    journal.write(DAY, 3);

    assertThatThrownBy(() -> database.execute(statement))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseInstanceOf(java.sql.SQLException.class);
    assertIntact(3);
  }

  /** As several replicas do. */
  private static void together(List<Callable<Object>> tasks)
      throws InterruptedException, ExecutionException {
    var replicas = Executors.newFixedThreadPool(4);
    try {
      for (var done : replicas.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      replicas.shutdown();
    }
  }

  private static ReceivedEvent running(UUID processId) {
    return WrittenJournal.event(
        EventType.PROCESS_RUNNING,
        processId,
        Samples.process(processId, ProcessStatus.RUNNING, 1, 0));
  }

  private List<Long> numbers(LocalDate day) {
    return database.query(
        "SELECT number FROM journal_entry WHERE day = ? ORDER BY id",
        row -> row.getLong("number"),
        day);
  }

  private void assertIntact(long entries) {
    var days = verification.verify(DAY, LocalDate.parse("9999-12-31"));
    assertThat(days).extracting(DayVerification::result).containsOnly(DayVerification.Result.OK);
    assertThat(days.stream().mapToLong(DayVerification::entries).sum()).isEqualTo(entries);
  }
}
