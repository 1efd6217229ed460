package dev.trainyard.local.rolling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.backends.BackendKind;
import dev.trainyard.local.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ends and beginnings that users do not notice. One platform for all tests, since nine services
 * take a while to start.
 */
@Tag("chaos")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RollingRestartIT {
  private static final Duration LONG_ENOUGH_TO_REPEAT_ONESELF = Duration.ofSeconds(6);

  @TempDir static Path directory;

  private static TwoOfEach two;
  private static Load.Sample sample;

  @BeforeAll
  static void startPlatform() throws InterruptedException, IOException {
    two = TwoOfEach.start(directory);
    sample = sample();
  }

  @AfterAll
  static void stopPlatform() {
    if (two != null) {
      two.close();
    }
  }

  @Test
  @Order(1)
  void aRollingRestartFailsNoRequestAndLosesOrDoublesNoEvent() throws Exception {
    var traffic = new Traffic(two.platform().token("admin"));
    var stops = new ArrayList<Duration>();
    var began = Instant.now();
    var load = Load.begin(traffic, two, sample);
    for (var replica : two.replicas()) {
      stops.add(two.stop(replica));
      two.startAgain(replica);
    }
    load.end();
    var lasted = Duration.between(began, Instant.now());

    var written = new Written(two);
    var events = written.published(traffic);
    var journal = written.journalled(events.ids());
    var twice = journal.values().stream().filter(times -> times > 1).count();
    System.out.printf(
        Locale.ROOT,
        "restarts=%d longest_stop_s=%.1f requests=%d requests_per_s=%.0f writes=%d failed=%d"
            + " events=%d lost=%d doubled=%d journalled=%d journalled_twice=%d%n",
        stops.size(),
        stops.stream().mapToLong(Duration::toMillis).max().orElseThrow() / 1e3,
        traffic.requests(),
        traffic.requests() * 1e3 / lasted.toMillis(),
        traffic.writes(),
        traffic.failures().size(),
        events.ids().size(),
        events.lost().size(),
        events.doubled().size(),
        journal.size(),
        twice);
    assertThat(traffic.writes()).isGreaterThan(500);
    assertThat(traffic.failures()).as("failed requests").isEmpty();
    assertThat(events.lost()).as("lost events").isEmpty();
    assertThat(events.doubled()).as("doubled events").isEmpty();
    assertThat(journal.keySet()).as("journalled events").containsAll(events.ids());
    assertThat(twice).as("events journalled twice").isZero();
  }

  @Test
  @Order(2)
  void withoutTheBrokerRequestsAreServedAndTheirEventsComeLater() throws Exception {
    var traffic = new Traffic(two.platform().token("admin"));
    two.platform().kill(BackendKind.KAFKA);

    var made =
        traffic.write(
            two.address("process-service"),
            "POST",
            "/api/v1/machines",
            "{\"name\": \"unheard\", \"address\": \"10.0.0.2\"}",
            "",
            "machine.registered",
            "");
    traffic.get(two.address("template-service"), "/api/v1/templates");
    traffic.get(two.address("model-registry-service"), "/api/v1/base-models");
    traffic.get(two.address("monitoring-service"), "/api/v1/journal");
    await()
        .during(LONG_ENOUGH_TO_REPEAT_ONESELF)
        .atMost(LONG_ENOUGH_TO_REPEAT_ONESELF.multipliedBy(3))
        .until(() -> TwoOfEach.services().stream().allMatch(service -> health(service).isReady()));
    assertThat(TwoOfEach.services()).allMatch(service -> health(service).isAlive());

    two.platform().restart(BackendKind.KAFKA);
    var events = new Written(two).published(traffic);
    assertThat(events.lost()).isEmpty();
    assertThat(events.doubled()).isEmpty();
    assertThat(traffic.failures()).isEmpty();
    assertThat(made.id()).isNotEmpty();
  }

  @Test
  @Order(3)
  void servicesThatStartFirstWaitForTheirBackends() throws Exception {
    for (var replica : two.replicas()) {
      two.stop(replica);
    }
    Stream.of(BackendKind.values()).parallel().forEach(two.platform()::kill);
    var marks = new LogMarks(two.platform().logs());
    TwoOfEach.services().forEach(two.platform()::launch);

    for (var service : TwoOfEach.services()) {
      await().atMost(TwoOfEach.PATIENCE).until(() -> health(service).isAlive());
      await().atMost(TwoOfEach.PATIENCE).until(() -> health(service).lacks("database", "kafka"));
    }
    assertThat(health("template-service").lacks("storage")).isTrue();
    assertThat(health("model-registry-service").lacks("storage")).isTrue();
    await()
        .pollDelay(LONG_ENOUGH_TO_REPEAT_ONESELF)
        .atMost(LONG_ENOUGH_TO_REPEAT_ONESELF.multipliedBy(3))
        .until(() -> true);
    for (var service : TwoOfEach.services()) {
      var lines = marks.since(service);
      assertThat(lines).filteredOn(line -> line.contains("Waiting for the database")).hasSize(1);
      assertThat(lines).filteredOn(line -> line.contains("Waiting for Kafka")).hasSize(1);
      assertThat(lines).hasSizeLessThan(20);
    }

    two.platform().restart(BackendKind.S3);
    two.platform().restart(BackendKind.KAFKA);
    for (var service : TwoOfEach.services()) {
      await().atMost(TwoOfEach.PATIENCE).until(() -> health(service).lacksOnly("database"));
    }
    two.platform().restart(BackendKind.POSTGRES);
    for (var service : TwoOfEach.services()) {
      await().atMost(TwoOfEach.PATIENCE).until(() -> health(service).isReady());
    }
    await()
        .atMost(TwoOfEach.PATIENCE)
        .until(
            () ->
                two.api("template-service").get("/api/v1/templates/" + sample.templateId()).status()
                    == 200);
  }

  @Test
  @Order(4)
  void withoutTheDatabaseAServiceIsAliveButNotReady() {
    two.platform().kill(BackendKind.POSTGRES);
    for (var service : TwoOfEach.services()) {
      await().atMost(TwoOfEach.PATIENCE).until(() -> !health(service).isReady());
      assertThat(health(service).isAlive()).isTrue();
    }
    two.platform().restart(BackendKind.POSTGRES);
    for (var service : TwoOfEach.services()) {
      await().atMost(TwoOfEach.PATIENCE).until(() -> health(service).isReady());
    }
  }

  private static Health health(String service) {
    return new Health(two.first(service));
  }

  private static Load.Sample sample() throws InterruptedException, IOException {
    var api = two.api("template-service");
    var project = api.post("/api/v1/projects", "{\"name\": \"rolling\"}").orThrow();
    var path = "/api/v1/projects/" + project.path("id").asText();
    api.upload(
            path + "/datasets?name=digits",
            Installation.fromSystemProperty().digits(),
            "application/zip")
        .orThrow();
    var template = api.post(path + "/templates", Load.template("rolling")).orThrow();
    return new Load.Sample(project.path("id").asText(), template.path("id").asText());
  }
}
