package dev.trainyard.monitoring.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.storage.StorageConfig;
import dev.trainyard.kit.tenant.DefaultTenant;
import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.retention.RetentionConfig;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@QuarkusTest
@TestProfile(OwnJournal.class)
@ExtendWith(DefaultTenant.class)
class JournalRetentionIT {
  private static final LocalDate DAY = LocalDate.parse("2026-11-20");

  @Inject WrittenJournal journal;
  @Inject JournalVerification verification;
  @Inject JournalDays days;
  @Inject JournalRows rows;
  @Inject Database database;
  @Inject ObjectMapper json;
  @Inject StorageConfig storageConfig;
  @Inject ObjectStorage storage;

  @BeforeEach
  void writeThreeDays() {
    journal.clear();
    journal.write(DAY, 3);
    journal.write(DAY.plusDays(1), 2);
    journal.write(DAY.plusDays(2), 1);
  }

  @Test
  void deletesWholeDaysAndTheRestCanStillBeVerified() {
    retentionAt(DAY.plusDays(2).atTime(LocalTime.of(12, 30)).toInstant(ZoneOffset.UTC)).expire();

    assertThat(entries()).containsExactly(DAY.plusDays(1), DAY.plusDays(1), DAY.plusDays(2));
    assertIntact(DAY, DAY.plusDays(1), DAY.plusDays(2));
  }

  @Test
  void keepsTheNewestDayForWhatFollowsIt() {
    retentionAt(Instant.parse("2027-11-20T00:00:00Z")).expire();
    journal.write(DAY.plusDays(3), 1);

    assertThat(entries()).containsExactly(DAY.plusDays(2), DAY.plusDays(3));
    assertIntact(DAY, DAY.plusDays(1), DAY.plusDays(2), DAY.plusDays(3));
  }

  @Test
  void keepsADayThatIsNotAsItWasWritten() {
    journal.change("UPDATE journal_entry SET actor = 'nobody' WHERE day = '2026-11-20'");
    retentionAt(Instant.parse("2027-11-20T00:00:00Z")).expire();

    assertThat(entries()).containsExactly(DAY, DAY, DAY, DAY.plusDays(2));
  }

  private JournalRetention retentionAt(Instant now) {
    var clock = Clock.fixed(now, ZoneOffset.UTC);
    var archive = new JournalArchive(new NoArchive(), storageConfig, storage);
    return new JournalRetention(new OneDay(), archive, days, rows, database, json, clock);
  }

  private List<LocalDate> entries() {
    return database.query(
        "SELECT day FROM journal_entry ORDER BY day", row -> row.getObject("day", LocalDate.class));
  }

  private void assertIntact(LocalDate... expected) {
    var found = verification.verify(DAY, DAY.plusYears(1));
    assertThat(found).extracting(DayVerification::day).containsExactly(expected);
    assertThat(found).extracting(DayVerification::result).containsOnly(DayVerification.Result.OK);
  }

  /** As where there is no storage. */
  private record NoArchive() implements ArchiveConfig {
    @Override
    public Optional<Boolean> enabled() {
      return Optional.of(false);
    }

    @Override
    public String bucket() {
      return "none";
    }
  }

  /** Keeps the journal for a day. */
  static final class OneDay implements RetentionConfig {
    @Override
    public Optional<Duration> metrics() {
      return Optional.empty();
    }

    @Override
    public Optional<Duration> logs() {
      return Optional.empty();
    }

    @Override
    public Optional<Duration> machineLoad() {
      return Optional.empty();
    }

    @Override
    public Optional<Duration> deliveries() {
      return Optional.empty();
    }

    @Override
    public Optional<Duration> journal() {
      return Optional.of(Duration.ofDays(1));
    }

    @Override
    public Duration interval() {
      return Duration.ofHours(1);
    }
  }
}
