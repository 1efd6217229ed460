package dev.trainyard.local.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.local.Installation;
import dev.trainyard.local.Platform;
import dev.trainyard.local.Ports;
import dev.trainyard.local.demo.ApiClient;
import dev.trainyard.local.demo.Demo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The platform with the users of a real identity provider, and with services that are its clients.
 */
@Tag("keycloak")
class KeycloakIT {
  @TempDir static Path directory;

  private static Keycloak keycloak;
  private static Platform platform;

  @BeforeAll
  static void start() throws Exception {
    var installation = Installation.fromSystemProperty();
    keycloak =
        Keycloak.start(
            installation.home().resolve("deploy/keycloak/trainyard-realm.json"),
            directory.resolve("keycloak.log"));
    keycloak.addPerson("ann", "admin");
    keycloak.addPerson("vic", "viewer");
    var environment = new HashMap<String, Map<String, String>>();
    for (var service :
        new String[] {
          "template-service", "process-service", "model-registry-service", "monitoring-service"
        }) {
      environment.put(service, settings(service));
    }
    platform =
        Platform.start(
            new Platform.Settings(
                installation,
                directory.resolve("data"),
                "127.0.0.1",
                Ports.free(),
                false,
                environment),
            System.out::println);
  }

  @AfterAll
  static void stop() {
    if (platform != null) {
      platform.close();
    }
    if (keycloak != null) {
      keycloak.close();
    }
  }

  @Test
  void peopleMayDoWhatTheirRolesPermit() throws Exception {
    var viewer = api(keycloak.token("vic"));

    assertThat(viewer.get("/api/v1/projects").status()).isEqualTo(200);
    assertThat(viewer.get("/api/v1/journal").status()).isEqualTo(200);
    assertThat(viewer.post("/api/v1/projects", "{\"name\": \"no\"}").status()).isEqualTo(403);
    assertThat(api(platform.token("admin")).get("/api/v1/projects").status()).isEqualTo(401);
  }

  @Test
  void servicesAskOneAnotherWithTokensOfTheirOwn() throws Exception {
    enrolAgent();
    // A process is made of a snapshot of its template, and has the dataset kept: two questions.
    var process =
        new Demo(
                platform.address(),
                keycloak.token("ann"),
                platform.machineId(),
                "keycloak",
                System.out)
            .prepare(Installation.fromSystemProperty().digits());

    var made = api(keycloak.token("vic")).get("/api/v1/processes/" + process).orThrow();
    assertThat(made.get("author").asText()).isEqualTo("ann");
    assertThat(made.get("dataset").get("version").asInt()).isEqualTo(1);
    // What the agent says of its machine is only believed once its key was asked for.
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(
                        api(keycloak.token("vic"))
                            .get("/api/v1/monitoring/machines/load")
                            .orThrow()
                            .findValuesAsText("agentVersion"))
                    .hasSize(1));
  }

  /** The launcher's own tokens are worth nothing here. */
  private static void enrolAgent() throws Exception {
    var ann = api(keycloak.token("ann"));
    ann.post(
            "/api/v1/machines",
            "{\"id\": \"%s\", \"name\": \"this-machine\", \"address\": \"localhost\"}"
                .formatted(platform.machineId()))
        .orThrow();
    var code = ann.post("/api/v1/machines/" + platform.machineId() + "/enrolment", "").orThrow();
    Files.writeString(platform.enrolmentCode(), code.get("code").asText());
  }

  private static ApiClient api(String token) {
    return new ApiClient(platform.address(), token, System.out::println);
  }

  private static Map<String, String> settings(String service) {
    var settings = withoutLocalKey();
    settings.put("QUARKUS_OIDC_CLIENT_AUTH_SERVER_URL", keycloak.realm());
    settings.put("QUARKUS_OIDC_CLIENT_CLIENT_ID", service);
    settings.put("QUARKUS_OIDC_CLIENT_CREDENTIALS_SECRET", keycloak.secret(service));
    return settings;
  }

  private static Map<String, String> withoutLocalKey() {
    return new HashMap<>(
        Map.of(
            "QUARKUS_OIDC_AUTH_SERVER_URL", keycloak.realm(),
            "QUARKUS_OIDC_PUBLIC_KEY", "",
            "QUARKUS_OIDC_TOKEN_ISSUER", "",
            "TRAINYARD_SECURITY_LOCAL_MODE", "false",
            "TRAINYARD_SECURITY_TOKEN_FILE", ""));
  }
}
