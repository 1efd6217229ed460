package dev.trainyard.monitoring.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.testing.Tokens;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class WebhookIT extends MonitoringTest {
  private static final String WEBHOOKS = "/api/v1/webhooks";
  private static final String PROJECT = "01939d3f-0000-7000-8000-0000000000aa";

  private final UUID processId = UUID.randomUUID();
  private Receiver receiver;

  @BeforeEach
  void open() throws IOException {
    receiver = new Receiver();
  }

  @AfterEach
  void close() {
    for (var id : given().get(WEBHOOKS + "?size=500").jsonPath().getList("items.id")) {
      given().delete(WEBHOOKS + "/{id}", id).then().statusCode(204);
    }
    receiver.close();
  }

  @Test
  void theJournalTellsWhoDidWhatWithAWebhookButNoSecret() {
    var webhook = createWanting("/here", "process.succeeded").getString("id");
    given().post(WEBHOOKS + "/{id}/secret", webhook).then().statusCode(200);
    given().delete(WEBHOOKS + "/{id}", webhook).then().statusCode(204);

    var written =
        given()
            .get("/api/v1/journal?type=audit.changed&subject=" + webhook)
            .then()
            .statusCode(200)
            .body("items.actor", everyItem(equalTo("admin")))
            .body("items.data.kind", containsInAnyOrder("CREATED", "CHANGED", "DELETED"))
            .body("items.data.changes.field.flatten()", hasItems("url", "eventTypes", "secret"))
            .extract()
            .asString();
    assertThat(written).doesNotContain("whsec_");
  }

  @Test
  void theJournalTellsWhoWasNotLetIn() {
    var path = WEBHOOKS + "/" + UUID.randomUUID();
    given().auth().oauth2(Tokens.of("viewer")).delete(path).then().statusCode(403);

    eventually(
        () ->
            given()
                .get("/api/v1/journal?type=audit.refused&size=200")
                .then()
                .statusCode(200)
                .body(
                    "items.findAll { it.data.path == '" + path + "' }.data.user",
                    hasItems("viewer")));
  }

  @Test
  void postsEachWantedEventOnceAndSigned() {
    var webhook = createWanting("/here", "process.succeeded", "process.failed");
    var succeeded = UUID.randomUUID();

    publish(UUID.randomUUID(), EventType.PROCESS_RUNNING, ProcessStatus.RUNNING);
    publish(succeeded, EventType.PROCESS_SUCCEEDED, ProcessStatus.SUCCEEDED);
    publish(succeeded, EventType.PROCESS_SUCCEEDED, ProcessStatus.SUCCEEDED);
    publish(UUID.randomUUID(), EventType.PROCESS_FAILED, ProcessStatus.FAILED);

    eventually(() -> assertThat(receiver.posts("/here")).hasSizeGreaterThanOrEqualTo(2));
    eventually(
        () ->
            deliveries(webhook)
                .body("total", equalTo(2))
                .body("items.status", contains("DELIVERED", "DELIVERED")));
    assertThat(receiver.posts("/here")).hasSize(2);
    var post = receiver.posts("/here").get(0);
    assertThat(post.headers().get("content-type")).startsWith("application/cloudevents+json");
    var event = JsonPath.from(post.body());
    assertThat(event.getString("specversion")).isEqualTo("1.0");
    assertThat(event.getString("id")).isEqualTo(succeeded.toString());
    assertThat(event.getString("type")).isEqualTo("dev.trainyard.process.succeeded");
    assertThat(event.getString("subject")).isEqualTo(processId.toString());
    assertThat(event.getString("data.status")).isEqualTo("SUCCEEDED");
    assertThat(post.headers().get("webhook-signature"))
        .isEqualTo(
            WebhookSignature.of(
                webhook.getString("secret"),
                UUID.fromString(post.id()),
                Instant.ofEpochSecond(Long.parseLong(post.headers().get("webhook-timestamp"))),
                post.body()));
    deliveries(webhook)
        .body("items[1].id", equalTo(post.id()))
        .body("items[1].attempts", equalTo(1))
        .body("items[1].lastStatus", equalTo(204))
        .body("items[1].lastError", nullValue())
        .body("items[1].body.data.processId", equalTo(processId.toString()));
  }

  @Test
  void triesAgainUntilTheEventIsTaken() {
    var webhook = create("/flaky", 503, 302, 204);

    publish(UUID.randomUUID(), EventType.PROCESS_SUCCEEDED, ProcessStatus.SUCCEEDED);

    eventually(
        () ->
            deliveries(webhook)
                .body("items.status", contains("DELIVERED"))
                .body("items[0].attempts", equalTo(3)));
    assertThat(receiver.posts("/flaky").stream().map(Receiver.Post::id).distinct()).hasSize(1);
    // Where the redirect led.
    assertThat(receiver.posts("/elsewhere")).isEmpty();
  }

  @Test
  void givesUpInTheEndAndPostsItAgainWhenAsked() {
    var webhook = create("/down", 500);
    publish(UUID.randomUUID(), EventType.PROCESS_SUCCEEDED, ProcessStatus.SUCCEEDED);

    eventually(
        () ->
            deliveries(webhook)
                .body("items.status", contains("FAILED"))
                .body("items[0].lastStatus", equalTo(500))
                .body("items[0].lastError", equalTo("answered with status 500"))
                .body("items[0].nextAttemptAt", nullValue()));
    receiver.answering("/down", 200);
    var delivery = deliveries(webhook).extract().path("items[0].id");
    given()
        .post(WEBHOOKS + "/{id}/deliveries/{delivery}/replay", webhook.getString("id"), delivery)
        .then()
        .statusCode(202)
        .body("status", equalTo("PENDING"))
        .body("nextAttemptAt", notNullValue());
    eventually(
        () ->
            deliveries(webhook)
                .body("items.status", contains("DELIVERED"))
                .body("items[0].lastError", nullValue()));
  }

  @Test
  void aReceiverThatHangsKeepsNobodyWaiting() {
    var hanging = create("/silent", Receiver.SILENCE);
    var quick = create("/quick", 204);
    for (var number = 0; number < 10; number++) {
      publish(UUID.randomUUID(), EventType.PROCESS_SUCCEEDED, ProcessStatus.SUCCEEDED);
    }

    eventually(() -> deliveries(quick, "?status=DELIVERED").body("total", equalTo(10)));
    deliveries(hanging, "?status=DELIVERED").body("total", equalTo(0));
    eventually(
        () -> deliveries(hanging).body("items.lastError", hasItem("no answer within 1000 ms")));
  }

  @Test
  void tellsOfEventsOfItsProjectOnly() {
    var other = create(UUID.randomUUID().toString(), "/other", "*", 204);
    var all = create(null, "/all", "machine.*", 204);
    var machine = UUID.randomUUID();
    publish(UUID.randomUUID(), EventType.PROCESS_SUCCEEDED, ProcessStatus.SUCCEEDED);
    broker.publish(
        UUID.randomUUID(),
        EventType.MACHINE_REGISTERED,
        machine,
        Samples.machine(machine, "gpu-09", true),
        Instant.now());

    eventually(
        () ->
            deliveries(all)
                .body("items.eventType", contains("dev.trainyard.machine.registered"))
                .body("items.status", contains("DELIVERED")));
    var journal = given().get("/api/v1/journal?processId=" + processId);
    journal.then().body("total", equalTo(1));
    deliveries(other).body("total", equalTo(0));
  }

  @Test
  void keepsEventsWhileItIsDisabled() {
    var webhook = create("/later", 500);
    publish(UUID.randomUUID(), EventType.PROCESS_SUCCEEDED, ProcessStatus.SUCCEEDED);
    eventually(() -> deliveries(webhook).body("items[0].lastStatus", equalTo(500)));
    var path = WEBHOOKS + "/" + webhook.getString("id");

    given()
        .contentType(ContentType.JSON)
        .body(body("/later", false))
        .put(path)
        .then()
        .statusCode(428);
    var tag = given().get(path).then().statusCode(200).extract().header("ETag");
    update(path, tag, body("/later", false)).statusCode(200).body("enabled", equalTo(false));
    update(path, tag, body("/later", true)).statusCode(412);
    given().get(path).then().body("enabled", equalTo(false)).body("secret", nullValue());

    tag = given().get(path).then().extract().header("ETag");
    update(path, tag, body("/later", true)).statusCode(200);
    eventually(() -> deliveries(webhook).body("items.status", contains("DELIVERED")));
  }

  @Test
  void postsATestSignedWithTheNewSecret() {
    var webhook = create("/test", 204);
    var path = WEBHOOKS + "/" + webhook.getString("id");
    var renewed = given().post(path + "/secret").then().statusCode(200).extract().jsonPath();
    assertThat(renewed.getString("secret"))
        .startsWith("whsec_")
        .isNotEqualTo(webhook.getString("secret"));

    given()
        .post(path + "/test")
        .then()
        .statusCode(202)
        .body("eventType", equalTo("dev.trainyard.webhook.test"));

    eventually(() -> assertThat(receiver.posts("/test")).hasSize(1));
    var post = receiver.posts("/test").get(0);
    assertThat(post.headers().get("webhook-signature"))
        .isEqualTo(
            WebhookSignature.of(
                renewed.getString("secret"),
                UUID.fromString(post.id()),
                Instant.ofEpochSecond(Long.parseLong(post.headers().get("webhook-timestamp"))),
                post.body()));
  }

  @ParameterizedTest
  @CsvSource({
    "http://10.0.0.1/here, process.*, 422, url, trainyard.webhooks.allowed-hosts",
    "nowhere, process.*, 400, url, must be an http or https address",
    "http://127.0.0.1/here, process.vanished, 400, eventTypes, no event has the type process.vanished",
    "http://127.0.0.1/here, process.command.start, 400, eventTypes, no event has the type"
  })
  void refusesWhatCannotBe(String url, String type, int status, String field, String reason) {
    given()
        .contentType(ContentType.JSON)
        .body("{\"url\": \"%s\", \"eventTypes\": [\"%s\"]}".formatted(url, type))
        .post(WEBHOOKS)
        .then()
        .statusCode(status)
        .body("violations.field", contains(field))
        .body("violations[0].message", containsString(reason));
  }

  @Test
  void answersNotFoundForAnUnknownOne() {
    var id = UUID.randomUUID();
    given().get(WEBHOOKS + "/{id}", id).then().statusCode(404);
    given().delete(WEBHOOKS + "/{id}", id).then().statusCode(404);
    given().get(WEBHOOKS + "/{id}/deliveries", id).then().statusCode(404);
    given().post(WEBHOOKS + "/{id}/test", id).then().statusCode(404);
    given()
        .post(WEBHOOKS + "/{id}/deliveries/{delivery}/replay", id, UUID.randomUUID())
        .then()
        .statusCode(404)
        .body("detail", startsWith("There is no delivery"));
  }

  private JsonPath createWanting(String path, String... types) {
    return create(PROJECT, path, String.join("\", \"", types), 204);
  }

  private JsonPath create(String path, Integer... statuses) {
    return create(PROJECT, path, "process.succeeded", statuses);
  }

  private JsonPath create(String project, String path, String types, Integer... statuses) {
    return given()
        .contentType(ContentType.JSON)
        .body(
            "{\"projectId\": %s, \"url\": \"%s\", \"eventTypes\": [\"%s\"]}"
                .formatted(
                    project == null ? null : "\"" + project + "\"",
                    receiver.answering(path, statuses),
                    types))
        .post(WEBHOOKS)
        .then()
        .statusCode(201)
        .body("author", is("admin"))
        .header("Location", containsString(WEBHOOKS))
        .extract()
        .jsonPath();
  }

  private String body(String path, boolean enabled) {
    return "{\"projectId\": \"%s\", \"url\": \"%s\", \"eventTypes\": [\"process.*\"], \"enabled\": %s}"
        .formatted(PROJECT, receiver.answering(path, enabled ? 204 : 500), enabled);
  }

  private static ValidatableResponse update(String path, String tag, String body) {
    return given()
        .contentType(ContentType.JSON)
        .header("If-Match", tag)
        .body(body)
        .put(path)
        .then();
  }

  private void publish(UUID id, EventType type, ProcessStatus status) {
    broker.publish(id, type, processId, Samples.process(processId, status, 1, 0), Instant.now());
  }

  private static ValidatableResponse deliveries(JsonPath webhook) {
    return deliveries(webhook, "");
  }

  private static ValidatableResponse deliveries(JsonPath webhook, String query) {
    return given()
        .get(WEBHOOKS + "/{id}/deliveries" + query, webhook.getString("id"))
        .then()
        .statusCode(200);
  }
}
