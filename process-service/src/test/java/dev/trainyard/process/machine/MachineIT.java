package dev.trainyard.process.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.machine.MachineEvent;
import dev.trainyard.process.Api;
import dev.trainyard.process.Backends;
import dev.trainyard.process.Events;
import dev.trainyard.process.FakeAgent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Backends
class MachineIT {
  private static final String MACHINES = "/api/v1/machines";
  private static final String OLD = " updated_at = now() - interval '31 days'";

  @Inject DataSource dataSource;

  @Test
  void registersReadsListsChangesAndDeletes() {
    var name = Api.uniqueName("Сервер");
    var created =
        Api.post(MACHINES, Map.of("name", name, "address", "::1", "description", "under the desk"))
            .statusCode(201)
            .body("author", is("admin"))
            .header("ETag", "\"0\"");
    var id = UUID.fromString(created.extract().path("id"));
    var path = MACHINES + "/" + id;
    created
        .header("Location", endsWith(path))
        .body("availability", is("NO"), "enabled", is(true), "currentProcess", nullValue());

    Api.get(path).statusCode(200).body("name", is(name), "description", is("under the desk"));
    Api.get(MACHINES + "?name=" + name.toUpperCase(Locale.ROOT))
        .statusCode(200)
        .body("items.id", contains(id.toString()), "total", is(1));

    var change = Map.of("name", name, "address", "gpu-2");
    Api.json(change).put(path).then().statusCode(428);
    Api.json(change).header("If-Match", "\"7\"").put(path).then().statusCode(412);
    Api.json(change)
        .header("If-Match", "\"0\"")
        .put(path)
        .then()
        .statusCode(200)
        .header("ETag", "\"1\"")
        .body("address", is("gpu-2"), "description", nullValue());

    Api.delete(path).statusCode(204);
    Api.get(path).statusCode(404).contentType("application/problem+json");
    try (var events = new Events()) {
      assertThat(events.typesAbout(id, 3))
          .containsExactly(
              EventType.MACHINE_REGISTERED, EventType.MACHINE_UPDATED, EventType.MACHINE_DELETED);
    }
  }

  @Test
  void disablesMachinesThatStayAway() throws SQLException {
    var never = Api.registerMachine();
    var away = Api.registerMachine();
    var recent = Api.registerMachine();
    execute("update machine set created_at = now() - interval '31 days'," + OLD, never);
    execute("update machine set last_seen_at = now() - interval '31 days'," + OLD, away);
    execute("update machine set last_seen_at = now() - interval '29 days'," + OLD, recent);
    Api.awaitAvailability(never, "DISABLED");
    Api.awaitAvailability(away, "DISABLED");
    Api.get(MACHINES + "/" + recent).body("availability", is("NO"));
    try (var events = new Events()) {
      var disabled = events.about(away, 2).get(1);
      assertThat(disabled.type()).isEqualTo(EventType.MACHINE_DISABLED);
      assertThat(disabled.dataAs(MachineEvent.class).reason()).startsWith("No sign of life since");
    }
  }

  private void execute(String statement, UUID id) throws SQLException {
    try (var connection = dataSource.getConnection();
        var update = connection.prepareStatement(statement + " where id = ?")) {
      update.setObject(1, id);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  @Test
  void registersTheSameMachineAgainWithoutHarm() {
    var id = UUID.randomUUID();
    var name = Api.uniqueName("gpu");
    var machine = Map.of("id", id, "name", name, "address", "gpu-1");
    Api.post(MACHINES, machine).statusCode(201);
    Api.post(MACHINES, machine).statusCode(200).body("id", is(id.toString()));
    Api.post(MACHINES, Map.of("id", id, "name", name, "address", "gpu-2"))
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:id-taken"), "machineId", is(id.toString()));
  }

  @Test
  void givesANameOnlyOnce() {
    var name = Api.uniqueName("gpu");
    var id = register(name);
    Api.post(MACHINES, Map.of("name", name.toUpperCase(Locale.ROOT), "address", "gpu-2"))
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:name-taken"), "machineId", is(id));
  }

  @Test
  void givesANameOnlyOnceAlsoWhenRegistrationsRace() {
    var name = Api.uniqueName("gpu");
    var clients = Executors.newFixedThreadPool(8);
    try {
      var racing =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () ->
                              Api.post(MACHINES, Map.of("name", name, "address", "gpu-1"))
                                  .extract()
                                  .statusCode(),
                          clients))
              .toList();
      assertThat(racing.stream().map(CompletableFuture::join).filter(status -> status == 201))
          .hasSize(1);
      assertThat(racing.stream().map(CompletableFuture::join).filter(status -> status == 409))
          .hasSize(7);
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void switchesOnAndOff() {
    var id = Api.registerMachine();
    var path = MACHINES + "/" + id;
    Api.post(path + "/disable").statusCode(200).body("availability", is("DISABLED"));
    Api.post(path + "/disable").statusCode(200);
    Api.get(MACHINES + "?availability=DISABLED&size=500").body("items.id", hasItem(id.toString()));
    Api.get(MACHINES + "?availability=NO&size=500").body("items.id", not(hasItem(id.toString())));
    Api.post(path + "/enable").statusCode(200).body("availability", is("NO"));
    try (var events = new Events()) {
      assertThat(events.typesAbout(id, 3))
          .containsExactly(
              EventType.MACHINE_REGISTERED, EventType.MACHINE_DISABLED, EventType.MACHINE_ENABLED);
    }
  }

  @Test
  void isAvailableWhileItsAgentShowsSignsOfLife() {
    var id = Api.registerMachine();
    try (var agent = new FakeAgent(id);
        var events = new Events()) {
      Api.get(MACHINES + "/" + id)
          .header("ETag", "\"0\"")
          .body(
              "availability", is("YES"),
              "agentVersion", is("0.1.0"),
              "lastSeenAt", not(nullValue()));
      Api.get(MACHINES + "?availability=YES&size=500").body("items.id", hasItem(id.toString()));
      agent.fallSilent();
      Api.awaitAvailability(id, "NO");
      Api.get(MACHINES + "?availability=YES&size=500")
          .body("items.id", not(hasItem(id.toString())));
      var about = events.about(id, 3);
      assertThat(about)
          .extracting(event -> event.type())
          .containsExactly(
              EventType.MACHINE_REGISTERED,
              EventType.MACHINE_AVAILABLE,
              EventType.MACHINE_UNAVAILABLE);
      assertThat(about.get(1).dataAs(MachineEvent.class).available()).isTrue();
      assertThat(about.get(2).dataAs(MachineEvent.class).available()).isFalse();
    }
  }

  @Test
  void keepsWhatAMachineIsMadeOfAndHowBusyItWasAtLast() {
    var id = Api.registerMachine();
    var path = MACHINES + "/" + id;
    Api.get(path).body("hardware", nullValue(), "load", nullValue());
    try (var agent = new FakeAgent(id)) {
      Api.get(path)
          .body(
              "hardware.operatingSystem", is("Linux"),
              "hardware.cpuModel", is("Ryzen"),
              "hardware.cpuCores", is(16),
              "hardware.memoryBytes", is(1L << 36))
          .body(
              "hardware.gpus.index", contains(0),
              "hardware.gpus.name", contains("RTX 4090"),
              "hardware.gpus.memoryBytes", contains(24L << 30),
              "hardware.gpus.driverVersion", contains("550.54.14"));
      agent.fallSilent();
      Api.get(path)
          .body(
              "hardware.gpus.name", contains("RTX 4090"),
              "load.cpuFraction", is(0.5f),
              "load.memoryUsedBytes", is(1L << 33),
              "load.freeDiskBytes", is(1L << 40))
          .body(
              "load.gpus.index", contains(0),
              "load.gpus.utilisation", contains(0.25f),
              "load.gpus.memoryUsedBytes", contains(3L << 30));
    }
  }

  @Test
  void searchesFiltersAndSorts() {
    var common = Api.uniqueName("Поиск");
    var beta = register(common + "-beta");
    var alpha = register(common + "-alpha");
    Api.registerMachine();
    var mine = MACHINES + "?search=" + common.substring(1).toUpperCase(Locale.ROOT);
    Api.get(mine).statusCode(200).body("items.id", contains(alpha, beta), "total", is(2));
    Api.get(mine + "-ALPHA").body("items.id", contains(alpha), "total", is(1));
    Api.get(mine + "&name=" + common).body("total", is(0));

    Api.get(mine + "&sort=name").body("items.id", contains(alpha, beta));
    Api.get(mine + "&sort=name,desc").body("items.id", contains(beta, alpha));
    Api.get(mine + "&sort=createdAt,asc").body("items.id", contains(beta, alpha));
    Api.get(mine + "&sort=name&size=1&page=1").body("items.id", contains(beta), "total", is(2));

    Api.get(mine + "&availability=YES").body("items", empty(), "total", is(0));
    Api.get(mine + "&availability=NO").body("total", is(2));
  }

  private static String register(String name) {
    return Api.post(MACHINES, Map.of("name", name, "address", "gpu-1"))
        .statusCode(201)
        .extract()
        .path("id");
  }

  @Test
  void keepsAMachineThatAProcessHolds() {
    var id = Api.registerMachine();
    var process = Api.createProcess(id);
    Api.delete(MACHINES + "/" + id)
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:machine-busy"))
        .body("processId", is(process.toString()));
    Api.get(MACHINES + "/" + id)
        .body("currentProcess.id", is(process.toString()))
        .body("currentProcess.status", is("CREATED"));
    Api.get(MACHINES + "?size=500")
        .body(
            "items.find { it.id == '%s' }.currentProcess.id".formatted(id), is(process.toString()));
    Api.delete("/api/v1/processes/" + process).statusCode(204);
    Api.delete(MACHINES + "/" + id).statusCode(204);
  }
}
