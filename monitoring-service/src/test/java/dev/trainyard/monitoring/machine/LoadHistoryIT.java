package dev.trainyard.monitoring.machine;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.machine.Hardware;
import dev.trainyard.contracts.machine.Load;
import dev.trainyard.contracts.machine.Load.GpuLoad;
import dev.trainyard.contracts.machine.ObservedRun;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import dev.trainyard.monitoring.database.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class LoadHistoryIT extends MonitoringTest {
  private static final String MACHINES = "/api/v1/monitoring/machines";
  private static final long GIB = 1L << 30;

  @Inject Database database;
  @Inject LoadHistoryWriter history;

  private final UUID machineId = UUID.randomUUID();
  private final UUID processId = UUID.randomUUID();

  @Test
  void showsMeanAndPeakOfEachMinute() {
    var start = hoursAgo(3);
    publish(machineId, start, new Load(0.25, 2 * GIB, 100 * GIB, List.of()), null);
    publish(machineId, start.plusSeconds(5), new Load(0.75, 4 * GIB, 90 * GIB, List.of()), null);
    publish(machineId, start.plusSeconds(120), new Load(1, 8 * GIB, 80 * GIB, List.of()), null);

    eventually(
        () ->
            load(start, Duration.ofMinutes(3))
                .body("cpuFraction.mean", contains(0.5f, null, 1.0f)));
    load(start, Duration.ofMinutes(3))
        .body("machineId", equalTo(machineId.toString()))
        .body("hardware.cpuCores", equalTo(16))
        .body("stepSeconds", equalTo(60))
        .body("times", contains(times(start, 0, 60, 120)))
        .body("cpuFraction.peak", contains(0.75f, null, 1.0f))
        .body("memoryUsedBytes.mean", contains(3 * GIB, null, 8 * GIB))
        .body("memoryUsedBytes.peak", contains(4 * GIB, null, 8 * GIB))
        .body("freeDiskBytes.mean", contains(95 * GIB, null, 80 * GIB))
        .body("freeDiskBytes.peak", contains(90 * GIB, null, 80 * GIB))
        .body("running", contains(0.0f, null, 0.0f))
        .body("gpus", empty());
  }

  @Test
  void showsEachGpuAndWhatItDoesNotSay() {
    var start = hoursAgo(4);
    publish(machineId, start, gpus(new GpuLoad(0, 0.5, 2 * GIB), new GpuLoad(1, null, GIB)), null);
    publish(machineId, start.plusSeconds(5), gpus(new GpuLoad(0, 1.0, 4 * GIB)), null);

    eventually(
        () -> load(start, Duration.ofMinutes(1)).body("gpus[0].utilisation.mean", contains(0.75f)));
    load(start, Duration.ofMinutes(1))
        .body("gpus", hasSize(2))
        .body("gpus[0].name", equalTo("H100"))
        .body("gpus[0].utilisation.peak", contains(1.0f))
        .body("gpus[0].memoryUsedBytes.mean", contains(3 * GIB))
        .body("gpus[0].memoryUsedBytes.peak", contains(4 * GIB))
        .body("gpus[1].utilisation.mean", contains(nullValue()))
        .body("gpus[1].utilisation.peak", contains(nullValue()))
        .body("gpus[1].memoryUsedBytes.mean", contains((int) GIB));
  }

  @Test
  void countsAHeartbeatThatComesAgainOnce() {
    var start = hoursAgo(5);
    publish(machineId, start, cpu(0.25), null);
    publish(machineId, start.plusSeconds(5), cpu(0.75), null);
    publish(machineId, start, cpu(0.25), null);
    publish(machineId, start.plusSeconds(60), cpu(1), null);

    eventually(
        () -> load(start, Duration.ofMinutes(2)).body("cpuFraction.mean", contains(0.5f, 1.0f)));
  }

  @Test
  void countsRunningProcessesInTotalByTypeAndOnEachMachine() {
    var start = hoursAgo(6);
    var other = UUID.randomUUID();
    broker.publish(EventType.COMMAND_START, machineId, Samples.start(processId, machineId));
    broker.publish(
        EventType.MACHINE_REGISTERED, machineId, Samples.machine(machineId, "gpu-01", true));
    eventually(
        () ->
            assertThat(
                    database.first(
                        "SELECT model_type FROM run_settings WHERE process_id = ?",
                        row -> row.getString("model_type"),
                        processId))
                .contains("classifier"));
    eventually(
        () ->
            given()
                .get(MACHINES + "/load?size=500")
                .then()
                .body("items.machineId", hasItem(machineId.toString())));
    publish(machineId, start, cpu(1), RunPhase.TRAINING);
    publish(machineId, start.plusSeconds(5), cpu(1), RunPhase.UPLOADING);
    publish(machineId, start.plusSeconds(60), cpu(1), RunPhase.STOPPING);
    publish(machineId, start.plusSeconds(65), cpu(1), RunPhase.STOPPED);
    publish(other, UUID.randomUUID(), start.plusSeconds(60), cpu(1), RunPhase.LAUNCHING);
    publish(UUID.randomUUID(), UUID.randomUUID(), start.plusSeconds(120), cpu(1), null);

    var range = range(start, Duration.ofMinutes(4));
    eventually(
        () ->
            given()
                .get(MACHINES + "/running" + range)
                .then()
                .statusCode(200)
                .body("total", contains(1.0f, 1.5f, 0.0f, null)));
    given()
        .get(MACHINES + "/running" + range)
        .then()
        .body("times", contains(times(start, 0, 60, 120, 180)))
        .body("modelTypes.modelType", contains("classifier", "unknown"))
        .body("modelTypes[0].running", contains(1.0f, 0.5f, 0.0f, null))
        .body("modelTypes[1].running", contains(0.0f, 1.0f, 0.0f, null))
        .body("machinesInAll", equalTo(2))
        .body("machines.machineId", contains(machineId.toString(), other.toString()))
        .body("machines[0].name", equalTo("gpu-01"))
        .body("machines[0].running", contains(1.0f, 0.5f, null, null))
        .body("machines[1].running", contains(null, 1.0f, null, null));
    given()
        .get(MACHINES + "/running" + range + "&maxMachines=1")
        .then()
        .body("machinesInAll", equalTo(2))
        .body("machines", hasSize(1));
    load(start, Duration.ofMinutes(2)).body("running", contains(1.0f, 0.5f));
  }

  @Test
  void sumsOldMinutesUpToHoursAndLosesNothing() {
    var start = hoursAgo(8).truncatedTo(ChronoUnit.HOURS);
    publish(machineId, start, gpus(new GpuLoad(0, 0.5, 2 * GIB)), RunPhase.TRAINING);
    publish(machineId, start.plusSeconds(60), gpus(new GpuLoad(0, 1.0, 4 * GIB)), RunPhase.STOPPED);
    eventually(() -> assertThat(rows("machine_load_minute")).isEqualTo(2));

    history.sumUpBefore(start.plusSeconds(3_600));
    assertThat(rows("machine_load_minute")).isZero();
    load(start, Duration.ofHours(2))
        .body("stepSeconds", equalTo(3_600))
        .body("gpus[0].utilisation.mean", contains(0.75f, null))
        .body("gpus[0].memoryUsedBytes.peak", contains(4 * GIB, null))
        .body("running", contains(0.5f, null));

    publish(machineId, start.plusSeconds(120), gpus(new GpuLoad(0, 0.0, GIB)), RunPhase.STOPPED);
    eventually(() -> assertThat(rows("machine_load_minute")).isEqualTo(1));
    load(start, Duration.ofHours(2)).body("gpus[0].utilisation.mean", contains(0.5f, null));
    history.sumUpBefore(start.plusSeconds(3_600));
    load(start, Duration.ofHours(2)).body("gpus[0].utilisation.mean", contains(0.5f, null));
    assertThat(rows("machine_load_hour")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "from=yesterday, from",
    "to=2026-13-01T00:00:00Z, to",
    "from=2026-11-24T00:00:00Z&to=2026-11-23T00:00:00Z, from",
    "maxPoints=1, maxPoints",
    "maxPoints=10001, maxPoints"
  })
  void refusesABadRangeAndNamesTheField(String query, String field) {
    for (var path : List.of("/running", "/" + machineId + "/load/history")) {
      given()
          .get(MACHINES + path + "?" + query)
          .then()
          .statusCode(400)
          .contentType("application/problem+json")
          .body("violations.field", contains(field));
    }
  }

  @Test
  void knowsNoMachineThatNobodyHasHeardOf() {
    given()
        .get(MACHINES + "/" + machineId + "/load/history")
        .then()
        .statusCode(404)
        .contentType("application/problem+json");
  }

  /** Half past an hour that nothing else in the tests is about. */
  private static Instant hoursAgo(int hours) {
    return Instant.now()
        .truncatedTo(ChronoUnit.HOURS)
        .minus(hours, ChronoUnit.HOURS)
        .plus(30, ChronoUnit.MINUTES);
  }

  private static String[] times(Instant start, int... seconds) {
    return Arrays.stream(seconds)
        .mapToObj(second -> start.plusSeconds(second).toString())
        .toArray(String[]::new);
  }

  private static String range(Instant start, Duration length) {
    return "?from=%s&to=%s".formatted(start, start.plus(length));
  }

  private ValidatableResponse load(Instant start, Duration length) {
    var most = length.compareTo(Duration.ofHours(1)) > 0 ? "&maxPoints=2" : "";
    return given()
        .get(MACHINES + "/" + machineId + "/load/history" + range(start, length) + most)
        .then()
        .statusCode(200);
  }

  private long rows(String table) {
    return rows(database, table, "machine_id", machineId);
  }

  private static Load cpu(double fraction) {
    return new Load(fraction, GIB, GIB, List.of());
  }

  private static Load gpus(GpuLoad... gpus) {
    return new Load(0.5, GIB, GIB, List.of(gpus));
  }

  private void publish(UUID machine, Instant time, Load load, RunPhase phase) {
    publish(machine, processId, time, load, phase);
  }

  private void publish(UUID machine, UUID process, Instant time, Load load, RunPhase phase) {
    var run =
        phase == null
            ? null
            : new ObservedRun(
                new RunReport(process, machine, 1, 1, phase, null, null, time, null, null),
                1,
                10,
                null,
                null,
                null,
                null,
                null);
    broker.publish(
        EventType.HEARTBEAT,
        machine,
        Samples.heartbeat(
            machine, 1, time, List.of(new Hardware.Gpu(0, "H100", 80 * GIB, null)), load, run));
  }
}
