package dev.trainyard.local.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.backends.identity.LocalIssuer;
import dev.trainyard.local.Installation;
import dev.trainyard.local.Platform;
import dev.trainyard.local.PortName;
import dev.trainyard.local.TestPlatform;
import dev.trainyard.local.demo.ApiClient;
import dev.trainyard.local.demo.Demo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile requests of every operation that the services' own documents name: no failure of the
 * platform, no request without an answer, every refusal in words, and the platform works on. Always
 * the same requests, so that the build does not depend on chance; with the profile {@code attack}
 * other ones each time.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AttackIT {
  private static final int REQUESTS = Integer.getInteger("trainyard.attack.requests", 5_000);
  private static final long SEED = Long.getLong("trainyard.attack.seed", 1);

  private static final List<PortName> SERVICES =
      List.of(PortName.TEMPLATE, PortName.PROCESS, PortName.REGISTRY, PortName.MONITORING);

  private static final List<PortName> DOORS =
      Stream.concat(SERVICES.stream(), Stream.of(PortName.GATEWAY)).toList();

  private static final List<String> LISTS =
      List.of("projects", "machines", "processes", "models", "base-models", "webhooks");

  private static final Map<PortName, String> OPERATIONS_OF_EACH_SERVICE =
      Map.of(
          PortName.TEMPLATE, "/api/v1/projects",
          PortName.PROCESS, "/api/v1/processes",
          PortName.REGISTRY, "/api/v1/models",
          PortName.MONITORING, "/api/v1/journal",
          PortName.AGENT, "/api/v1/agent");

  private static final int LINES_OF_ERROR = 15;

  /** All requests come from one address, as fast as they are answered. */
  private static final Map<String, Map<String, String>> UNLIMITED =
      Stream.of(
              "template-service", "process-service", "model-registry-service", "monitoring-service")
          .collect(
              Collectors.toMap(
                  service -> service, service -> Map.of("TRAINYARD_HTTP_RATE_ENABLED", "false")));

  @TempDir static Path directory;

  private static Platform platform;
  private static ApiClient api;
  private static String processId;

  @BeforeAll
  static void startPlatform() throws Exception {
    platform = TestPlatform.start(directory, UNLIMITED);
    api = new ApiClient(platform.address(), platform.token("admin"), call -> {});
    processId =
        new Demo(
                platform.address(),
                platform.token("admin"),
                platform.machineId(),
                "attacked",
                System.out)
            .prepare(Installation.fromSystemProperty().digits());
  }

  @AfterAll
  static void stopPlatform() {
    if (platform != null) {
      platform.close();
    }
  }

  @Test
  void everyHostileRequestIsAnsweredInWordsAndInTime() throws Exception {
    System.out.println(
        "attack seed=%d requests=%d (again with -Dattack.seed=%d)".formatted(SEED, REQUESTS, SEED));

    var attack =
        new Attack(operations(), new HostileRequests(ids(), platform.token("admin"), SEED));
    var wrong = attack.run(REQUESTS);

    System.out.println("attack answers by status " + attack.statuses());
    // Not all of it is stopped at the door.
    assertThat(attack.statuses()).containsKeys(200, 400, 404, 409, 415);
    assertThat(wrong).as(() -> String.join("\n", errors())).isEmpty();
    requireHealth();
  }

  @Test
  void whatIsNoHttpIsRefusedOrCutOff() throws Exception {
    var wrong = new ArrayList<String>();
    for (var door : DOORS) {
      for (var request : MalformedRequests.ALL) {
        MalformedRequests.send(platform.address(door), request)
            .ifPresent(
                answer ->
                    wrong.add(
                        "%s: %.200s%n  -> %.300s"
                            .formatted(door, request.replaceAll("\r\n", "|"), answer)));
      }
    }

    assertThat(wrong).as(() -> String.join("\n", errors())).isEmpty();
    requireHealth();
  }

  /**
   * The first: what is there must not have been attacked yet. Tenants share machines and models to
   * begin from.
   */
  @Test
  @Order(1)
  void anAdministratorOfAnotherTenantGetsAtNothingByItsId() throws Exception {
    var others = thingsOfTheDefaultTenant();
    var before = read(others);
    var issuer = LocalIssuer.keptIn(directory.resolve("data/identity"));
    var neighbour = issuer.token("admin", "neighbour", Duration.ofMinutes(10));
    var requests = new NeighbourRequests(others, neighbour);
    var unknown = new NeighbourRequests(unknownInPlaceOf(others), neighbour);
    var client = HttpClient.newHttpClient();
    var wrong = new ArrayList<String>();
    var asked = 0;
    for (var operation : operations()) {
      var request = requests.of(operation);
      if (request.isPresent()) {
        var status = status(client, request.get());
        asked++;
        var isRefused =
            NeighbourRequests.isPlain(request.get())
                ? status == status(client, unknown.of(operation).orElseThrow())
                : status >= 400 && status < 500;
        if (!isRefused) {
          wrong.add("%s: %d".formatted(operation, status));
        }
      }
    }

    System.out.println("attack of a neighbour, requests: " + asked);
    assertThat(wrong).isEmpty();
    assertThat(asked).isGreaterThan(50);
    assertThat(read(others)).isEqualTo(before);
    var onBehalf =
        HttpRequest.newBuilder(platform.address(PortName.PROCESS).resolve("/api/v1/processes"))
            .header("Authorization", "Bearer " + neighbour)
            .header("X-Trainyard-Tenant", "default")
            .build();
    assertThat(status(client, onBehalf)).isEqualTo(403);
    requireHealth();
  }

  private static int status(HttpClient client, HttpRequest request) throws Exception {
    return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  private static Map<String, String> unknownInPlaceOf(Map<String, String> things) {
    return things.keySet().stream()
        .collect(Collectors.toMap(kind -> kind, kind -> UUID.randomUUID().toString()));
  }

  private static Map<String, String> thingsOfTheDefaultTenant() throws InterruptedException {
    var process = api.get("/api/v1/processes/" + processId).orThrow();
    return Map.of(
        "projects", process.get("project").get("id").asText(),
        "processes", processId,
        "templates", process.get("template").get("id").asText(),
        "datasets", process.get("dataset").get("id").asText());
  }

  private static Map<String, String> read(Map<String, String> things) throws InterruptedException {
    var read = new TreeMap<String, String>();
    for (var thing : things.entrySet()) {
      var path = "/api/v1/" + thing.getKey() + "/" + thing.getValue();
      read.put(path, api.get(path).orThrow().toString());
    }
    return read;
  }

  @Test
  void aForgedTokenOpensNothing() throws Exception {
    var issuer = LocalIssuer.keptIn(directory.resolve("data/identity"));
    var wrong = new ArrayList<String>();
    for (var operation : OPERATIONS_OF_EACH_SERVICE.entrySet()) {
      var address = platform.address(operation.getKey()).resolve(operation.getValue());
      assertThat(status(address, "Bearer " + issuer.token("viewer", Duration.ofMinutes(5))))
          .isEqualTo(200);
      for (var forged : ForgedTokens.all(issuer).entrySet()) {
        var status = status(address, forged.getValue());
        if (status != 401) {
          wrong.add("%s with %s: %d".formatted(address, forged.getKey(), status));
        }
      }
    }

    assertThat(wrong).isEmpty();
    requireHealth();
  }

  private static int status(URI address, String authorization) throws Exception {
    var answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(address).header("Authorization", authorization).build(),
                HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() == 401) {
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    }
    return answer.statusCode();
  }

  private static void requireHealth() throws InterruptedException {
    for (var service : SERVICES) {
      var health = new ApiClient(platform.address(service), "", call -> {}).get("/q/health").body();
      assertThat(health.get("status").asText()).as(service.toString()).isEqualTo("UP");
    }
  }

  private static List<Operation> operations() throws InterruptedException {
    var operations = new ArrayList<Operation>();
    for (var service : SERVICES) {
      URI address = platform.address(service);
      var document =
          new ApiClient(address, platform.token("admin"), call -> {})
              .get("/q/openapi?format=json")
              .orThrow();
      operations.addAll(Operation.of(address, document));
    }
    assertThat(operations).hasSizeGreaterThan(80);
    return operations;
  }

  /** What the services say of their own failures. */
  private static List<String> errors() {
    try (var logs = Files.list(platform.logs())) {
      var errors = new ArrayList<String>();
      for (var log : logs.toList()) {
        var lines = Files.readAllLines(log);
        for (var at = 0; at < lines.size(); at++) {
          if (lines.get(at).contains(" ERROR ")) {
            errors.addAll(lines.subList(at, Math.min(at + LINES_OF_ERROR, lines.size())));
          }
        }
      }
      return errors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, List<String>> ids() throws InterruptedException {
    var process = api.get("/api/v1/processes/" + processId).orThrow();
    var ids = new TreeMap<String, List<String>>();
    ids.put("model-types", List.of("classifier"));
    ids.put("templates", List.of(process.get("template").get("id").asText()));
    ids.put("datasets", List.of(process.get("dataset").get("id").asText()));
    for (var list : LISTS) {
      var found = new ArrayList<String>();
      api.get("/api/v1/" + list)
          .orThrow()
          .get("items")
          .forEach(item -> found.add(item.get("id").asText()));
      found.add(UUID.randomUUID().toString());
      ids.put(list, found);
    }
    for (var baseModel : api.get("/api/v1/base-models").orThrow().get("items")) {
      // Made when it is first asked for, which takes longer than other answers.
      api.download(
          "/api/v1/base-models/" + baseModel.get("id").asText() + "/archive",
          directory.resolve("archive.zip"));
    }
    return ids;
  }
}
