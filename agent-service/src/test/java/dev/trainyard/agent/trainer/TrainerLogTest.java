package dev.trainyard.agent.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.agent.publishing.RecordingPublisher;
import dev.trainyard.contracts.process.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A limit of ten lines a second, so that a burst is a hundred. */
class TrainerLogTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path directory;
  private final AtomicLong nanos = new AtomicLong();
  private final RecordingPublisher publisher = new RecordingPublisher();
  private Path file;
  private TrainerLog.Position delivered = TrainerLog.Position.START;

  @BeforeEach
  void name() {
    file = directory.resolve("trainer-1.log");
  }

  @Test
  void sendsEveryLineUnderItsNumber() throws IOException {
    write(1, 100);
    log().read(true);

    assertThat(sent()).hasSize(100);
    assertThat(sent().get(1L)).isEqualTo("line 1");
    assertThat(sent().get(100L)).isEqualTo("line 100");
  }

  @Test
  void saysHowManyLinesOfAFloodAreLeftOutAndKeepsTheNumbersOfTheOthers() throws IOException {
    var log = log();
    write(1, 1_334);
    log.read(false);
    pass(Duration.ofSeconds(1));
    write(1_335, 1_340);
    log.read(true);

    assertThat(sent()).hasSize(100 + 1 + 6);
    assertThat(sent().get(100L)).isEqualTo("line 100");
    assertThat(sent().get(1_334L))
        .isEqualTo(
            "1234 lines left out: more than 10 a second. All are in %s on the machine.", file);
    assertThat(sent().get(1_335L)).isEqualTo("line 1335");
    assertThat(sent().get(1_340L)).isEqualTo("line 1340");
  }

  @Test
  void saysItWhenTheFloodIsOverThoughNothingFollows() throws IOException {
    var log = log();
    write(1, 150);
    log.read(false);
    assertThat(sent()).hasSize(100);
    pass(Duration.ofSeconds(1));
    await()
        .untilAsserted(
            () -> {
              log.read(false);
              assertThat(sent()).hasSize(101);
            });
    assertThat(sent().get(150L)).startsWith("50 lines left out: ");
  }

  @Test
  void saysItAtTheEndOfTheRun() throws IOException {
    write(1, 101);
    log().read(true);

    assertThat(sent().get(101L)).startsWith("1 line left out: ");
  }

  @Test
  void repeatsNothingUnderAnotherNumberWhenTheAgentDiesInAFlood() throws IOException {
    var before = log();
    write(1, 2_000);
    before.read(false);
    publisher.deliver();
    // What is published from here on the broker has, but the agent does not know that.
    pass(Duration.ofSeconds(3));
    write(2_001, 2_500);
    before.read(true);
    assertThat(delivered.lines()).isEqualTo(100);

    write(2_501, 2_600);
    log().read(true);
    publisher.deliver();

    sent()
        .forEach(
            (number, text) ->
                assertThat(text).containsAnyOf("line " + number, " lines left out: "));
    assertThat(sent().get(2_600L)).endsWith(" on the machine.");
    assertThat(delivered).isEqualTo(new TrainerLog.Position(Files.size(file), 2_600, NOON));
  }

  @Test
  void cutsALongLineAndSaysSo() throws IOException {
    Files.writeString(file, "x".repeat(5_000) + "\n" + "x".repeat(1_999) + "😀\n");
    log().read(true);

    assertThat(sent().get(1L)).isEqualTo("x".repeat(2_000) + " … (cut, 3000 characters more)");
    assertThat(sent().get(2L)).isEqualTo("x".repeat(1_999) + " … (cut, 2 characters more)");
  }

  private TrainerLog log() {
    return new TrainerLog(
        publisher,
        Clock.fixed(NOON, ZoneOffset.UTC),
        new TrainerLog.Source(UUID.randomUUID(), UUID.randomUUID(), 1, file),
        delivered,
        new LineLimiter(10, Duration.ZERO, nanos::get),
        position -> delivered = position);
  }

  /** By number, as who stores them sees it: what is there first stays. */
  private TreeMap<Long, String> sent() {
    var lines = new TreeMap<Long, String>();
    for (var message : publisher.published(LogLines.class)) {
      var number = message.firstLine();
      for (var line : message.lines()) {
        lines.putIfAbsent(number++, line.text());
      }
    }
    return lines;
  }

  private void write(int from, int to) throws IOException {
    var lines =
        IntStream.rangeClosed(from, to)
            .mapToObj(number -> "line " + number + "\n")
            .collect(Collectors.joining());
    Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
