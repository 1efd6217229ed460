package dev.trainyard.template;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;

import dev.trainyard.kit.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Clients that ask more often than they may, each from an address of its own. */
@QuarkusTest
@Backends
@TestProfile(RateIT.Few.class)
class RateIT {
  private static final String LIST = "/api/v1/model-types";
  private static final String HEALTH = "/q/health/live";
  private static final String PROXY = "127.0.0.5";
  private static final String NO_TOKEN = "X-Nothing: here\r\n";
  private static final int REQUESTS_OF_A_USER = 40;

  private static final AtomicInteger USERS = new AtomicInteger();

  /** So few that what comes back while a test runs does not count. */
  public static final class Few implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "trainyard.http.rate.address.per-second", "1",
          "trainyard.http.rate.address.burst", "200",
          "trainyard.http.rate.user.per-second", "1",
          "trainyard.http.rate.user.burst", "50",
          "trainyard.http.rate.refused-tokens-per-minute", "10",
          "quarkus.http.proxy.proxy-address-forwarding", "true",
          "quarkus.http.proxy.trusted-proxies", PROXY);
    }
  }

  @Test
  void refusesAnAddressThatAsksTooOftenAndServesTheOthersAndHealth() throws IOException {
    assertThat(statuses("127.0.0.2", LIST, 200, "")).containsOnly(200);

    assertThat(statuses("127.0.0.2", LIST, 200, "")).contains(429);
    assertThat(answer("127.0.0.2", LIST, ""))
        .startsWith("HTTP/1.1 429")
        .containsPattern("(?i)retry-after: 1\r\n")
        .containsIgnoringCase("content-type: application/problem+json")
        .containsIgnoringCase("x-content-type-options: nosniff")
        .contains("urn:trainyard:problem:too-many-requests");
    assertThat(answer("127.0.0.3", LIST, "")).startsWith("HTTP/1.1 200");
    assertThat(statuses("127.0.0.2", HEALTH, 300, "")).containsOnly(200);
    assertThat(given().get("/q/metrics").asString())
        .containsPattern("trainyard_http_refused_total\\{by=\"address\"} [1-9]");
  }

  @Test
  void letsAPageReadThatItAsksTooOften() throws IOException {
    statuses("127.0.0.4", LIST, 400, "");

    assertThat(answer("127.0.0.4", LIST, "Origin: http://localhost:3000\r\n"))
        .startsWith("HTTP/1.1 429")
        .containsIgnoringCase("access-control-allow-origin: http://localhost:3000");
  }

  @Test
  void believesTheProxyItTrustsWhoAsksAndNobodyElse() throws IOException {
    var statuses = new ArrayList<Integer>();
    for (var client = 1; client <= 100; client++) {
      var from = "X-Forwarded-For: 192.0.2.%d\r\n".formatted(client);
      statuses.addAll(statuses(PROXY, LIST, 4, from));
    }
    assertThat(statuses).containsOnly(200);
    assertThat(statuses(PROXY, LIST, 400, "X-Forwarded-For: 198.51.100.1\r\n")).contains(429);

    statuses.clear();
    for (var client = 1; client <= 100; client++) {
      var forged = "X-Forwarded-For: 192.0.2.%d\r\n".formatted(client);
      statuses.addAll(statuses("127.0.0.6", LIST, 4, forged));
    }
    assertThat(statuses).contains(429);
  }

  @Test
  void refusesAUserWhoAsksTooOftenFromWhereverAndServesTheOthers() throws IOException {
    var alice = "Authorization: " + Tokens.bearerOf("alice") + "\r\n";
    assertThat(statuses("127.0.0.7", LIST, 25, alice)).containsOnly(200);
    assertThat(statuses("127.0.0.8", LIST, 25, alice)).containsOnly(200);

    assertThat(statuses("127.0.0.9", LIST, 50, alice)).contains(429);
    assertThat(answer("127.0.0.9", LIST, alice))
        .startsWith("HTTP/1.1 429")
        .containsPattern("(?i)retry-after: 1\r\n")
        .contains("urn:trainyard:problem:too-many-requests", "of this user");
    assertThat(answer("127.0.0.9", LIST, "Authorization: " + Tokens.bearerOf("bob") + "\r\n"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void looksAtNoMoreTokensFromWhereTooManyWereBad() throws IOException {
    var token = "Authorization: Bearer guessed\r\n";
    assertThat(statuses("127.0.0.10", LIST, 10, token)).containsOnly(401);

    assertThat(statuses("127.0.0.10", LIST, 5, token)).contains(429);
    assertThat(answer("127.0.0.10", LIST, NO_TOKEN)).startsWith("HTTP/1.1 401");
    assertThat(answer("127.0.0.12", LIST, "")).startsWith("HTTP/1.1 200");
    // Who has no token guesses none.
    assertThat(statuses("127.0.0.11", LIST, 30, NO_TOKEN)).containsOnly(401);
    assertThat(answer("127.0.0.11", LIST, "")).startsWith("HTTP/1.1 200");
  }

  @Test
  void saysSoInTheDescriptionOfEveryOperation() {
    var paths =
        given()
            .get("/q/openapi?format=json")
            .then()
            .body(
                "paths.'/api/v1/projects'.get.responses.'429'.headers.'Retry-After'",
                notNullValue())
            .body("paths.'/api/v1/projects'.get.responses.'429'", notNullValue())
            .extract()
            .<Map<String, Map<String, Map<String, Map<String, ?>>>>>path("paths");
    assertThat(paths.values())
        .isNotEmpty()
        .flatExtracting(Map::values)
        .allSatisfy(operation -> assertThat(operation.get("responses")).containsKey("429"));
  }

  private static List<Integer> statuses(String from, String path, int count, String headers)
      throws IOException {
    var statuses = new ArrayList<Integer>();
    for (var number = 0; number < count; number++) {
      statuses.add(Integer.parseInt(answer(from, path, headers).substring(9, 12)));
    }
    return statuses;
  }

  /** Somebody who has asked for little so far, unless the headers say who asks. */
  private static String withUser(String headers) {
    var someone = "user-" + USERS.incrementAndGet() / REQUESTS_OF_A_USER;
    return headers.contains("Authorization") || headers.equals(NO_TOKEN)
        ? headers
        : headers + "Authorization: " + Tokens.bearerOf(someone) + "\r\n";
  }

  /** Asks from one of this machine's own addresses, of which it has many. */
  private static String answer(String from, String path, String headers) throws IOException {
    try (var client = new Socket("127.0.0.1", RestAssured.port, InetAddress.getByName(from), 0)) {
      client.setSoTimeout(60_000);
      var request =
          "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n"
              .formatted(path, withUser(headers));
      client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
