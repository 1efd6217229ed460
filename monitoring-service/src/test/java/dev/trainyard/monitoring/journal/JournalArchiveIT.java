package dev.trainyard.monitoring.journal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.kit.download.Via;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.storage.StorageConfig;
import dev.trainyard.kit.tenant.DefaultTenant;
import dev.trainyard.monitoring.database.Database;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With a real S3 server. */
@QuarkusTest
@TestProfile(OwnJournal.class)
@ExtendWith(DefaultTenant.class)
class JournalArchiveIT {
  private static final LocalDate DAY = LocalDate.parse("2026-11-20");
  private static final Instant LATER = Instant.parse("2027-11-20T00:00:00Z");
  private static final String BUCKET = "trainyard-journal";
  private static final String KEY = "journal/2026/11/2026-11-20.jsonl.gz";

  @Inject WrittenJournal journal;
  @Inject JournalDays days;
  @Inject JournalRows rows;
  @Inject Database database;
  @Inject ObjectMapper json;
  @Inject ArchiveConfig config;
  @Inject StorageConfig storageConfig;
  @Inject ObjectStorage storage;

  @BeforeEach
  void writeThreeDays() {
    storage.remove(BUCKET, KEY);
    journal.clear();
    journal.write(DAY, 3);
    journal.write(DAY.plusDays(1), 2);
    journal.write(DAY.plusDays(2), 1);
  }

  @Test
  void writesADayWholeBeforeItIsDeleted() throws IOException {
    var written = new ArrayList<String>();
    rows.each(DAY, (number, hash, entry) -> written.add(number + " " + hash + " " + entry.data()));
    expireTo(storage);

    assertThat(entriesLeft()).isOne();
    var digest = ChainHash.sha256();
    try (var content = new DigestInputStream(storage.open(BUCKET, KEY).orElseThrow(), digest)) {
      var lines = lines(content);
      var head = json.readTree(lines.get(0));
      assertThat(head.get("day").asText()).isEqualTo("2026-11-20");
      assertThat(head.get("entries").asLong()).isEqualTo(3);
      var found = new ArrayList<String>();
      var previous = head.get("previousHash").asText();
      for (var line : lines.subList(1, lines.size())) {
        var entry = json.readValue(line, ArchiveFile.Entry.class);
        previous = ChainHash.of(previous, DAY, entry.number(), entryOf(entry));
        assertThat(entry.hash()).isEqualTo(previous);
        found.add(entry.number() + " " + entry.hash() + " " + entry.data());
      }
      assertThat(found).isEqualTo(written);
      assertThat(head.get("lastHash").asText()).isEqualTo(previous);
    }
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(sha256Kept());
    given()
        .get("/api/v1/journal/verification")
        .then()
        .body("intact", equalTo(true))
        .body("days.entries", contains(3, 2, 1))
        .body("days[0].archive", equalTo(BUCKET + "/" + KEY));
  }

  @Test
  void findsWhatIsWrongAfterAnArchivedDay() {
    expireTo(storage);
    journal.write(DAY.plusDays(3), 2);
    journal.change(
        "UPDATE journal_entry SET actor = 'eve' WHERE number = 1 AND day = '2026-11-22'");

    given()
        .get("/api/v1/journal/verification")
        .then()
        .body("days.result", contains("OK", "OK", "ALTERED", "OK"));
  }

  @Test
  void deletesNothingWhileTheStorageIsAwayAndGoesOnWhenItIsBack() {
    expireTo(new ObjectStorage(new Nowhere()));
    assertThat(entriesLeft()).isEqualTo(6);
    assertThat(sha256Kept()).isNull();

    expireTo(storage);
    assertThat(entriesLeft()).isOne();
    assertIntact();
  }

  @Test
  void deletesNothingWhenItDiesBetweenTheArchiveAndTheDeletion() {
    expireTo(new DyingAfterPut(storageConfig));
    assertThat(storage.size(BUCKET, KEY)).isPresent();
    assertThat(entriesLeft()).isEqualTo(6);

    expireTo(storage);
    assertThat(entriesLeft()).isOne();
    assertIntact();
  }

  @Test
  void deletesNothingWhenTheArchiveIsReadBackDifferently() {
    expireTo(new Garbling(storageConfig));

    assertThat(entriesLeft()).isEqualTo(6);
    assertThat(sha256Kept()).isNull();
  }

  @Test
  void archivesAndDeletesNothingWhenTheDayWasTamperedWith() {
    journal.change("DELETE FROM journal_entry WHERE number = 2 AND day = '2026-11-20'");
    expireTo(storage);

    assertThat(storage.size(BUCKET, KEY)).isEmpty();
    assertThat(entriesLeft()).isEqualTo(3);
  }

  @Test
  void doesNotStartWithAnArchiveButWithoutAStorage() {
    var archive = new JournalArchive(new Wanted(), new Unset(), storage);

    assertThatThrownBy(() -> archive.requireStorage(new StartupEvent()))
        .hasMessageContaining("trainyard.journal.archive.enabled")
        .hasMessageContaining("trainyard.storage.endpoint");
  }

  private void expireTo(ObjectStorage storage) {
    var archive = new JournalArchive(config, storageConfig, storage);
    var clock = Clock.fixed(LATER, ZoneOffset.UTC);
    new JournalRetention(
            new JournalRetentionIT.OneDay(), archive, days, rows, database, json, clock)
        .expire();
  }

  private long entriesLeft() {
    return database
        .first("SELECT count(*) AS amount FROM journal_entry", row -> row.getLong("amount"))
        .orElseThrow();
  }

  private String sha256Kept() {
    return database
        .query(
            "SELECT archive_sha256 FROM journal_day WHERE day = ?",
            row -> row.getString("archive_sha256"),
            DAY)
        .get(0);
  }

  private static void assertIntact() {
    given()
        .get("/api/v1/journal/verification")
        .then()
        .body("days.result", everyItem(equalTo("OK")))
        .body("days.entries", contains(3, 2, 1));
  }

  private static List<String> lines(InputStream content) throws IOException {
    var text = new GZIPInputStream(content).readAllBytes();
    content.transferTo(OutputStream.nullOutputStream());
    return new String(text, StandardCharsets.UTF_8).lines().toList();
  }

  private static JournalEntry entryOf(ArchiveFile.Entry entry) {
    return new JournalEntry(
        entry.id(),
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
        entry.data());
  }

  /** A storage that goes away, or the service with it, once it has the file. */
  private static final class DyingAfterPut extends ObjectStorage {
    DyingAfterPut(StorageConfig config) {
      super(config);
    }

    @Override
    public Optional<InputStream> open(String bucket, String key) {
      throw new IllegalStateException("gone");
    }
  }

  /** A storage that mixes things up. */
  private static final class Garbling extends ObjectStorage {
    Garbling(StorageConfig config) {
      super(config);
    }

    @Override
    public Optional<InputStream> open(String bucket, String key) {
      return Optional.of(new ByteArrayInputStream("other".getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** An archive is wanted. */
  private record Wanted() implements ArchiveConfig {
    @Override
    public Optional<Boolean> enabled() {
      return Optional.of(true);
    }

    @Override
    public String bucket() {
      return BUCKET;
    }
  }

  /** No storage is configured. */
  private static class Unset implements StorageConfig {
    @Override
    public boolean enabled() {
      return true;
    }

    @Override
    public Optional<String> endpoint() {
      return Optional.empty();
    }

    @Override
    public Optional<String> publicEndpoint() {
      return Optional.empty();
    }

    @Override
    public Optional<String> accessKey() {
      return Optional.of("key");
    }

    @Override
    public Optional<String> secretKey() {
      return Optional.of("secret-secret");
    }

    @Override
    public Optional<String> region() {
      return Optional.empty();
    }

    @Override
    public Duration presignExpiry() {
      return Duration.ofHours(1);
    }

    @Override
    public Via transfersVia() {
      return Via.STORAGE;
    }
  }

  /** A storage is configured, but there is none. */
  private static final class Nowhere extends Unset {
    @Override
    public Optional<String> endpoint() {
      return Optional.of("http://127.0.0.1:1");
    }
  }
}
