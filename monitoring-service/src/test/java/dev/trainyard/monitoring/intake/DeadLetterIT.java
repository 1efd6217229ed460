package dev.trainyard.monitoring.intake;

import static dev.trainyard.monitoring.Samples.report;
import static dev.trainyard.monitoring.Samples.training;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.machine.MachineEvent;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.LogLines;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
class DeadLetterIT extends MonitoringTest {
  private final UUID key = UUID.randomUUID();

  @Test
  void movesAMessageThatIsNoCloudEventAsideAndReadsTheNext() {
    var garbage = "no event at all".getBytes(StandardCharsets.UTF_8);
    broker.send(new ProducerRecord<>(Topics.PROCESS_METRICS, key.toString(), garbage));
    broker.publish(EventType.METRICS_REPORTED, key, report(key, 1, 1, training(10)));

    eventually(
        () ->
            given()
                .get("/api/v1/monitoring/processes/{id}/metrics", key)
                .then()
                .body("curves.find { it.metric == 'trainLoss' }.iterations", contains(10)));
    var letter = deadLetter(Topics.PROCESS_METRICS);
    assertThat(letter.value()).isEqualTo(garbage);
    assertThat(header(letter, "dead-letter-reason")).contains("has no ce_specversion");
    assertThat(header(letter, "dead-letter-topic")).isEqualTo(Topics.PROCESS_METRICS);
    given()
        .get("/api/v1/status")
        .then()
        .body("intake.find { it.name == 'metrics' }.deadLettered", greaterThanOrEqualTo(1));
  }

  @Test
  void movesAnEventOfTheWrongTopicAside() {
    var metrics = Samples.report(key, 1, 1, training(10));
    var heartbeat = Samples.heartbeat(key, UUID.randomUUID(), 1);
    broker.send(broker.record(EventType.METRICS_REPORTED, key, metrics, Topics.MACHINE_HEARTBEATS));
    broker.publish(EventType.HEARTBEAT, key, heartbeat);

    eventually(
        () ->
            given()
                .get("/api/v1/monitoring/machines/load?size=500")
                .then()
                .body("items.find { it.machineId == '" + key + "' }.run.iteration", equalTo(300)));
    assertThat(header(deadLetter(Topics.MACHINE_HEARTBEATS), "dead-letter-reason"))
        .contains("expected Heartbeat");
  }

  @Test
  void movesAnEventTheDatabaseCannotHoldAsideAndStoresTheRestOfItsBatch() {
    broker.publish(
        EventType.MACHINE_REGISTERED,
        key,
        new MachineEvent(key, null, "10.0.0.1", true, false, true, null, null, Samples.NOON));
    var next = broker.publish(EventType.MACHINE_REGISTERED, key, Samples.machine(key, "m", true));

    eventually(
        () ->
            given()
                .get("/api/v1/journal?machineId=" + key)
                .then()
                .body("items.id", contains(next.toString())));
    assertThat(header(deadLetter(Topics.MACHINE_EVENTS), "dead-letter-reason")).contains("null");
  }

  static Stream<Instant> timesThatTheDatabaseDoesNotHave() {
    return Stream.of(null, Instant.MAX, Instant.parse("+400000-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @MethodSource("timesThatTheDatabaseDoesNotHave")
  void movesAPointWithoutATimeAside(Instant time) {
    var wrong = new MetricPoint(10, 0.1, time, 0.1, 0.1, null, null, null, null, null, null, null);
    broker.publish(EventType.METRICS_REPORTED, key, report(key, 1, 1, wrong));
    broker.publish(EventType.METRICS_REPORTED, key, report(key, 1, 2, training(20)));

    eventually(
        () ->
            given()
                .get("/api/v1/monitoring/processes/{id}/metrics", key)
                .then()
                .body("curves.find { it.metric == 'trainLoss' }.iterations", contains(20)));
    assertThat(deadLetter(Topics.PROCESS_METRICS)).isNotNull();
  }

  @Test
  void movesALogLineWithoutTextAside() {
    var line = new LogLines.Line(Samples.NOON, null);
    broker.publish(
        EventType.LOG_LINES, key, new LogLines(key, Samples.MACHINE, 1, 1, List.of(line)));

    eventually(() -> assertThat(deadLetter(Topics.PROCESS_LOGS)).isNotNull());
  }

  private ConsumerRecord<String, byte[]> deadLetter(String topic) {
    var letters = broker.read(Topics.deadLetterOf(topic), key.toString());
    assertThat(letters).hasSize(1);
    return letters.get(0);
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
