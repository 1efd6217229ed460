package dev.trainyard.local.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A Keycloak with the realm of deploy/keycloak, and an administrator who adds people to it. */
final class Keycloak implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(4);
  private static final Path UNPACKED = Path.of("target", "keycloak", "keycloak-26.5.6");
  private static final String PASSWORD = UUID.randomUUID().toString();
  private static final String CLIENT_OF_TESTS = "tests";

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final Process process;
  private final URI address;

  private Keycloak(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it and returns when it is ready.
   *
   * @param realm the file to import
   */
  static Keycloak start(Path realm, Path log) throws IOException {
    var imports = Files.createDirectories(UNPACKED.resolve("data/import"));
    Files.write(imports.resolve("trainyard-realm.json"), Files.readAllBytes(realm));
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var builder =
        new ProcessBuilder(
                "bash",
                UNPACKED.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--db=dev-mem",
                "--http-host=127.0.0.1",
                "--http-port=" + port)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
    builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    var keycloak = new Keycloak(builder.start(), URI.create("http://127.0.0.1:" + port));
    Awaitility.await()
        .atMost(START_LIMIT)
        .ignoreExceptions()
        .until(() -> keycloak.get(keycloak.realm(), "").has("realm"));
    keycloak.addClientOfTests();
    return keycloak;
  }

  /** The address of the realm, which is the issuer of its tokens. */
  String realm() {
    return address + "/realms/trainyard";
  }

  /** The secret of a service's client, which Keycloak has made. */
  String secret(String client) {
    var found = get(admin("clients?clientId=" + client), bearer());
    return get(admin("clients/" + found.get(0).get("id").asText() + "/client-secret"), bearer())
        .get("value")
        .asText();
  }

  /** Adds somebody and gives them a role. */
  void addPerson(String name, String role) {
    send(
        admin("users"),
        bearer(),
        "application/json",
        """
        {"username": "%s", "enabled": true, "email": "%s@example.com", "emailVerified": true,
         "firstName": "A", "lastName": "Person",
         "credentials": [{"type": "password", "value": "%s"}]}
        """
            .formatted(name, name, PASSWORD));
    var person = get(admin("users?exact=true&username=" + name), bearer()).get(0);
    var found = get(admin("roles/" + role), bearer());
    send(
        admin("users/" + person.get("id").asText() + "/role-mappings/realm"),
        bearer(),
        "application/json",
        "[" + found + "]");
  }

  /** A token of somebody who was added. */
  String token(String name) {
    return token("trainyard", CLIENT_OF_TESTS, name);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** People sign in by a browser; tests have none. */
  private void addClientOfTests() {
    send(
        admin("clients"),
        bearer(),
        "application/json",
        """
        {"clientId": "%s", "publicClient": true, "directAccessGrantsEnabled": true,
         "standardFlowEnabled": false}
        """
            .formatted(CLIENT_OF_TESTS));
  }

  private String bearer() {
    return "Bearer " + token("master", "admin-cli", "admin");
  }

  private String token(String realm, String client, String name) {
    var form =
        Map.of(
                "grant_type", "password",
                "client_id", client,
                "username", name,
                "password", PASSWORD)
            .entrySet()
            .stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
            address + "/realms/" + realm + "/protocol/openid-connect/token",
            "",
            "application/x-www-form-urlencoded",
            form)
        .get("access_token")
        .asText();
  }

  private String admin(String path) {
    return address + "/admin/realms/trainyard/" + path;
  }

  private JsonNode get(String uri, String authorization) {
    return exchange(request(uri, authorization).build());
  }

  private JsonNode send(String uri, String authorization, String type, String body) {
    return exchange(
        request(uri, authorization)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static HttpRequest.Builder request(String uri, String authorization) {
    var request = HttpRequest.newBuilder(URI.create(uri));
    return authorization.isEmpty() ? request : request.header("Authorization", authorization);
  }

  private JsonNode exchange(HttpRequest request) {
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(request + ": " + answer.statusCode() + answer.body());
      }
      return json.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
