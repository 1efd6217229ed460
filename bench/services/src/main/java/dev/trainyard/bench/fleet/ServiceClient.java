package dev.trainyard.bench.fleet;

import dev.trainyard.bench.stage.ServiceUnderTest;
import dev.trainyard.bench.stage.TemplateSnapshots;
import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.SignedToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** The process service over REST. Thread-safe. */
final class ServiceClient {
  private static final Pattern STATUS = Pattern.compile("\"status\":\"([A-Z]+)\"");
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
  private static final Pattern CODE = Pattern.compile("\"code\":\"([0-9a-f]+)\"");
  private static final Pattern SECRET = Pattern.compile("\"messageKey\":\"([^\"]+)\"");
  private static final Pattern LAG =
      Pattern.compile("(?m)^kafka_consumer_fetch_manager_records_lag\\{[^}]*\\} ([0-9.E]+|NaN)$");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;
  private final String bearer = ServiceUnderTest.bearer();

  ServiceClient(URI address) {
    this.address = address;
  }

  /** Registers a machine, and has its agent known. */
  void register(SimulatedMachine machine) throws IOException, InterruptedException {
    var name = "gpu-" + machine.id();
    post(
        "/api/v1/machines",
        "{\"id\":\"%s\",\"name\":\"%s\",\"address\":\"%s\"}".formatted(machine.id(), name, name));
    var code = first(CODE, post("/api/v1/machines/" + machine.id() + "/enrolment", ""));
    var key = machine.key().open().text();
    var content = "trainyard-enrolment." + code + "." + key;
    var signature = machine.key().sign(content.getBytes(StandardCharsets.UTF_8));
    post(
        "/api/v1/machines/enrolment",
        "{\"code\":\"%s\",\"publicKey\":\"%s\",\"signature\":\"%s\"}"
            .formatted(
                code, key, Base64.getUrlEncoder().withoutPadding().encodeToString(signature)));
    machine.share(MessageKey.parse(first(SECRET, post(tokenPath(machine), proof(machine)))));
  }

  private static String tokenPath(SimulatedMachine machine) {
    return "/api/v1/machines/" + machine.id() + "/token";
  }

  private static String proof(SimulatedMachine machine) {
    var claims =
        Map.<String, Object>of(
            "sub",
            machine.id().toString(),
            "aud",
            "trainyard-agents",
            "jti",
            UUID.randomUUID().toString(),
            "exp",
            Instant.now().getEpochSecond() + 60);
    return "{\"assertion\":\"%s\"}".formatted(SignedToken.write(claims, machine.key()));
  }

  boolean isAvailable(UUID machineId) throws IOException, InterruptedException {
    return get("/api/v1/machines/" + machineId).contains("\"availability\":\"YES\"");
  }

  UUID create(UUID machineId) throws IOException, InterruptedException {
    var body =
        post(
            "/api/v1/processes",
            "{\"templateId\":\"%s\",\"machineId\":\"%s\"}"
                .formatted(TemplateSnapshots.TEMPLATE, machineId));
    return UUID.fromString(first(ID, body));
  }

  void start(UUID processId) throws IOException, InterruptedException {
    post("/api/v1/processes/" + processId + "/start", "{}");
  }

  String status(UUID processId) throws IOException, InterruptedException {
    return first(STATUS, get("/api/v1/processes/" + processId));
  }

  /** Records that wait in the topics the service reads, as its consumers see it. */
  double lag() throws IOException, InterruptedException {
    var values =
        LAG.matcher(get("/q/metrics"))
            .results()
            .map(match -> match.group(1))
            // Not a number before the first fetch of a partition.
            .filter(value -> !value.equals("NaN"))
            .toList();
    if (values.isEmpty()) {
      throw new IOException("the service does not tell how far its consumers are behind");
    }
    return values.stream().mapToDouble(Double::parseDouble).sum();
  }

  private String get(String path) throws IOException, InterruptedException {
    return send(to(path).build());
  }

  private String post(String path, String body) throws IOException, InterruptedException {
    return send(
        to(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(address.resolve(path)).header("Authorization", bearer);
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    var response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(request + " was answered with " + response.body());
    }
    return response.body();
  }

  private static String first(Pattern pattern, String text) throws IOException {
    var matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("not expected: " + text);
    }
    return matcher.group(1);
  }
}
