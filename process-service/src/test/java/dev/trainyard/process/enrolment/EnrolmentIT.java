package dev.trainyard.process.enrolment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.kit.signing.SignedToken;
import dev.trainyard.kit.signing.SigningKey;
import dev.trainyard.kit.testing.Tokens;
import dev.trainyard.process.AgentIdentity;
import dev.trainyard.process.Api;
import dev.trainyard.process.Backends;
import dev.trainyard.process.FakeAgent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How agents become known, and cease to be. */
@QuarkusTest
@Backends
class EnrolmentIT {
  private static final String MACHINES = "/api/v1/machines/";

  @Inject DataSource dataSource;
  private UUID machine;
  private AgentIdentity agent;

  @BeforeEach
  void register() {
    machine = Api.registerMachine();
    agent = new AgentIdentity(machine, SigningKey.fresh());
  }

  @Test
  void givesTheAgentThatShowsItsCodeATokenThatServicesBelieve() {
    Api.get(MACHINES + machine).body("enrolled", is(false));

    agent.enrol(code(machine)).statusCode(200).body("machineId", is(machine.toString()));

    Api.get(MACHINES + machine).body("enrolled", is(true));
    var token = agent.token();
    asked(token).get(MACHINES + machine).then().statusCode(200);
    asked(token).delete(MACHINES + machine).then().statusCode(403);
    asked(token.substring(0, token.length() - 8) + "AAAAAAAA")
        .get(MACHINES + machine)
        .then()
        .statusCode(401);
  }

  @Test
  void tellsServicesAloneByWhichKeysAgentsAreKnown() {
    agent.enrol(code(machine)).statusCode(200);
    var secret = agent.messageKey().text();
    var other = Api.registerMachine();
    var three = "id=%s&id=%s&id=%s".formatted(machine, other, UUID.randomUUID());

    keys("service", three)
        .statusCode(200)
        .body("items.machineId", containsInAnyOrder(machine.toString(), other.toString()))
        .body("items.find { it.machineId == '%s' }.messageKey".formatted(machine), is(secret))
        .body("items.find { it.machineId == '%s' }.messageKey".formatted(other), nullValue());
    keys("service", "id").statusCode(400);
    keys("service", "id=%s&".formatted(machine).repeat(51)).statusCode(400);
    keys("service", "id=none").statusCode(400);
    for (var role : new String[] {"viewer", "operator", "admin", "system-admin"}) {
      keys(role, three).statusCode(403);
    }
    asked(agent.token()).get(MACHINES + "keys?" + three).then().statusCode(403);
  }

  @Test
  void givesAnAgentASecretThatLastsAsLongAsItsKey() {
    agent.enrol(code(machine)).statusCode(200);
    var secret = agent.messageKey().text();

    agent.enrol(code(machine)).statusCode(200);
    assertThat(agent.messageKey().text()).isEqualTo(secret);

    var next = new AgentIdentity(machine, SigningKey.fresh());
    next.enrol(code(machine)).statusCode(200);
    assertThat(next.messageKey().text()).isNotEqualTo(secret);
  }

  private static ValidatableResponse keys(String role, String query) {
    return asked(Tokens.of(role)).get(MACHINES + "keys?" + query).then();
  }

  @Test
  void takesACodeOnceAlsoFromTwoWhoShowItAtOnce() {
    var code = code(machine);
    var threads = Executors.newFixedThreadPool(4);
    try {
      var answers =
          Stream.generate(() -> new AgentIdentity(machine, SigningKey.fresh()))
              .limit(4)
              .map(
                  each ->
                      CompletableFuture.supplyAsync(
                          () -> each.enrol(code).extract().statusCode(), threads))
              .toList()
              .stream()
              .map(CompletableFuture::join);
      assertThat(answers).containsOnlyOnce(200).containsOnly(200, 403);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void refusesCodesThatAreOverReplacedOrUnknownAndKeysOfOthers() throws Exception {
    var replaced = code(machine);
    var code = code(machine);
    agent.enrol(replaced).statusCode(403).body("type", is("urn:trainyard:problem:unknown-agent"));
    agent.enrol("no code").statusCode(403);
    agent.enrol(code, "A".repeat(86)).statusCode(403);
    agent.enrol(code, "no Base64!").statusCode(400);
    expireCodes();
    agent.enrol(code).statusCode(403);
    given()
        .auth()
        .oauth2(Tokens.of("operator"))
        .post(MACHINES + machine + "/enrolment")
        .then()
        .statusCode(403);
    Api.post(MACHINES + UUID.randomUUID() + "/enrolment").statusCode(404);
    Api.get(MACHINES + machine).body("enrolled", is(false));
  }

  @Test
  void aTokenSaysWhatRunsOnTheMachineAndShowsNoOther() {
    agent.enrol(code(machine)).statusCode(200);
    var idle = SignedToken.read(agent.token()).orElseThrow();
    assertThat(idle.text("sub")).isEqualTo(machine.toString());
    assertThat(idle.text("process")).isEmpty();

    try (var running = new FakeAgent(machine)) {
      var process = running.train();
      var enrolled = running.identity();
      var token = SignedToken.read(enrolled.token()).orElseThrow();
      assertThat(token.text("process")).isEqualTo(process.toString());
      assertThat(token.number("attempt")).isEqualTo(1);
      assertThat(token.text("dataset")).isNotEmpty();
      assertThat(token.text("base_model")).isNotEmpty();
      asked(enrolled.token()).get(MACHINES + Api.registerMachine()).then().statusCode(404);
      asked(enrolled.token()).get(MACHINES).then().statusCode(403);
    }
  }

  @Test
  void keepsOnlyTheDigestOfACode() throws Exception {
    var code = code(machine);
    try (var connection = dataSource.getConnection();
        var select =
            connection.prepareStatement("SELECT digest FROM enrolment_code WHERE machine_id = ?")) {
      select.setObject(1, machine);
      try (var row = select.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).hasSize(64).isNotEqualTo(code);
      }
    }
  }

  @Test
  void believesAProofOnceAndOnlyOneThatIsMeant() {
    agent.enrol(code(machine)).statusCode(200);
    var assertion = agent.assertion(agent.claims());
    agent.token(assertion).statusCode(200).body("expiresInSeconds", is(600));
    agent.token(assertion).statusCode(403);

    var now = Instant.now().getEpochSecond();
    for (var change :
        Map.<String, Object>of(
                "sub", UUID.randomUUID().toString(), "aud", "trainyard", "exp", now - 1, "jti", "")
            .entrySet()) {
      var claims = agent.claims();
      claims.put(change.getKey(), change.getValue());
      agent.token(agent.assertion(claims)).statusCode(403);
    }
    var claims = agent.claims();
    claims.put("exp", now + 3_600);
    agent.token(agent.assertion(claims)).statusCode(403);
    agent.token("no.signed.token").statusCode(403);
    agent
        .token(new AgentIdentity(machine, SigningKey.fresh()).assertion(agent.claims()))
        .statusCode(403);
    var other = Api.registerMachine();
    new AgentIdentity(other, SigningKey.fresh())
        .token(agent.assertion(agent.claims()))
        .statusCode(403);
  }

  @Test
  void givesNoTokenToTheAgentOfAMachineThatIsSwitchedOffOrDeleted() {
    agent.enrol(code(machine)).statusCode(200);
    var waiting = code(machine);
    Api.post(MACHINES + machine + "/disable").statusCode(200);
    agent.token(agent.assertion(agent.claims())).statusCode(403);
    agent.enrol(waiting).statusCode(409);
    Api.post(MACHINES + machine + "/enrolment").statusCode(409);

    Api.post(MACHINES + machine + "/enable").statusCode(200);
    agent.token();

    Api.delete(MACHINES + machine).statusCode(204);
    agent.token(agent.assertion(agent.claims())).statusCode(403);
  }

  @Test
  void theNextEnrolmentEndsTheKeyBefore() {
    agent.enrol(code(machine)).statusCode(200);
    var next = new AgentIdentity(machine, SigningKey.fresh());

    next.enrol(code(machine)).statusCode(200);

    next.token();
    agent.token(agent.assertion(agent.claims())).statusCode(403);
  }

  @Test
  void givesTokensToTheAgentOfAMachineThatFinishesItsRun() {
    try (var running = new FakeAgent(machine)) {
      running.train();
      Api.post(MACHINES + machine + "/drain").statusCode(200).body("enabled", is(false));
      running.identity().token();
    }
  }

  private static RequestSpecification asked(String token) {
    return given().auth().oauth2(token);
  }

  private static String code(UUID machine) {
    return Api.post(MACHINES + machine + "/enrolment").statusCode(200).extract().path("code");
  }

  private void expireCodes() throws Exception {
    try (var connection = dataSource.getConnection();
        var update =
            connection.prepareStatement(
                "UPDATE enrolment_code SET expires_at = now() - interval '1 second' WHERE machine_id = ?")) {
      update.setObject(1, machine);
      update.executeUpdate();
    }
  }
}
