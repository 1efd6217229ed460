package dev.trainyard.template;

import static dev.trainyard.template.TemplateRequests.aTemplate;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.ProcessStatus;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Nothing that a process needs is deleted under it. */
@QuarkusTest
@Backends
class DatasetUseIT {
  private static final byte[] PAGES = Archives.aDataset().bytes();

  @Inject EntityManager database;
  @Inject AgroalDataSource dataSource;

  private final UUID process = UUID.randomUUID();
  private String template;
  private String dataset;

  @BeforeEach
  void create() {
    var project = Api.project();
    dataset = Api.upload(project, "pages", PAGES).statusCode(201).extract().path("id");
    template = Api.createTemplate(project, aTemplate("user")).statusCode(201).extract().path("id");
  }

  @Test
  void keepsWhatAProcessThatIsBeingMadeNeeds() {
    hold().statusCode(204);
    Api.get(uses()).body("processIds", contains(process.toString())).body("templateIds", empty());
    Api.delete(path())
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:dataset-in-use"))
        .body("processIds", contains(process.toString()));
    Api.delete("/api/v1/templates/" + template)
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:template-in-use"))
        .body("processIds", contains(process.toString()));

    Api.delete(uses() + "/" + process).statusCode(204);
    Api.delete(uses() + "/" + process).statusCode(204);
    Api.delete("/api/v1/templates/" + template).statusCode(204);
    Api.delete(path()).statusCode(204);
    hold().statusCode(404);
    Api.get(uses()).statusCode(404);
  }

  @Test
  void freesBothWhenTheProcessHasSucceeded() {
    hold().statusCode(204);
    tell(ProcessStatus.CREATED);
    tell(ProcessStatus.RUNNING);
    tell(ProcessStatus.SUCCEEDED);
    awaitProcesses(empty());
    Api.delete("/api/v1/templates/" + template).statusCode(204);
    Api.delete(path()).statusCode(204);
  }

  @Test
  void keepsTheDatasetOfWhatCanBeStartedAgain() {
    tell(ProcessStatus.CREATED);
    awaitProcesses(contains(process.toString()));
    Api.delete("/api/v1/templates/" + template).statusCode(409);
    tell(ProcessStatus.FAILED);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> given().delete("/api/v1/templates/" + template).statusCode() == 204);
    Api.delete(path()).statusCode(409);

    publish(EventType.PROCESS_DELETED, ProcessStatus.FAILED);
    awaitProcesses(empty());
    Api.delete(path()).statusCode(204);
  }

  @Test
  void releasesNoProcessThatThereIs() {
    hold().statusCode(204);
    tell(ProcessStatus.CREATED);
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::isConfirmed);
    Api.delete(uses() + "/" + process).statusCode(204);
    hold().statusCode(204);
    assertThat(isConfirmed()).isTrue();
    Api.delete(path()).statusCode(409);
  }

  @Test
  void keepsNothingForLongForAProcessThatWasNeverMade() {
    hold().statusCode(204);
    change("expires_at = now() - interval '1 s'");
    Api.get(uses()).body("processIds", empty());
    Api.delete(path()).statusCode(204);
  }

  @Test
  void forgetsWhatTheProcessServiceSaysIsOver() {
    hold().statusCode(204);
    tell(ProcessStatus.RUNNING);
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::isConfirmed);
    FakeRegistryResource.process(process, ProcessStatus.RUNNING);
    Api.delete(path()).statusCode(409);
    FakeRegistryResource.process(process, ProcessStatus.STOPPED);
    Api.delete(path()).statusCode(409);
    Api.delete("/api/v1/templates/" + template).statusCode(204);
    FakeRegistryResource.process(process, ProcessStatus.SUCCEEDED);
    Api.delete(path()).statusCode(204);
  }

  @Test
  void forgetsAProcessThatThereIsNot() {
    hold().statusCode(204);
    Api.delete(path()).statusCode(409);
    change("held_at = now() - interval '2 min'");
    Api.delete(path()).statusCode(204);
  }

  @Test
  void takesTheDatasetFromTheNewestThatIsSaid() {
    publishWithout();
    tell(ProcessStatus.RUNNING);
    awaitProcesses(contains(process.toString()));
    var other = UUID.randomUUID();
    holdFor(other, dataset);
    String second = Api.upload(Api.project(), "pages", PAGES).statusCode(201).extract().path("id");
    holdFor(other, second);
    Api.get("/api/v1/datasets/" + second + "/uses").body("processIds", contains(other.toString()));
    Api.delete(uses() + "/" + other).statusCode(204);
    Api.get("/api/v1/datasets/" + second + "/uses").body("processIds", contains(other.toString()));
  }

  @Test
  void takesAnEventOnceTheDatabaseIsBack() throws SQLException {
    hold().statusCode(204);
    var taken = new ArrayList<Connection>();
    try {
      takeAll(taken);
      tell(ProcessStatus.RUNNING);
      Api.get(uses()).statusCode(503);
    } finally {
      for (var connection : taken) {
        connection.close();
      }
    }
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::isConfirmed);
  }

  @Test
  void putsEventsThatItCannotUseAsideAndTakesTheOthers() {
    try (var broker = new ProcessEvents();
        var deadLetters = new Events("trainyard.process.events.dlq")) {
      broker.publish(
          EventType.PROCESS_CREATED,
          process,
          Map.of("processId", process, "status", "CREATED", "enabled", true, "attempt", 0));
      tell(ProcessStatus.RUNNING);
      awaitProcesses(contains(process.toString()));
      assertThat(deadLetters.about(process, 1)).hasSize(1);
    }
  }

  /** Whoever comes first wins, and the other is told. */
  @RepeatedTest(20)
  void deleteAgainstStart() {
    var deletion = CompletableFuture.supplyAsync(() -> given().delete(path()).statusCode());
    var start = CompletableFuture.supplyAsync(() -> hold().extract().statusCode());
    assertThat(List.of(deletion.join(), start.join())).isIn(List.of(204, 404), List.of(409, 204));
  }

  private ValidatableResponse hold() {
    return holdFor(process, dataset);
  }

  private ValidatableResponse holdFor(UUID user, String wanted) {
    return given()
        .contentType(ContentType.JSON)
        .body(Map.of("templateId", template))
        .put("/api/v1/datasets/" + wanted + "/uses/" + user)
        .then();
  }

  private void change(String assignment) {
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                database
                    .createNativeQuery(
                        "UPDATE dataset_use SET " + assignment + " WHERE process_id = ?1")
                    .setParameter(1, process)
                    .executeUpdate());
  }

  /** As a service of before did, whose events did not say the dataset. */
  private void publishWithout() {
    try (var broker = new ProcessEvents()) {
      broker.publish(
          EventType.PROCESS_CREATED,
          process,
          ProcessEvents.process(process, UUID.fromString(template), null, ProcessStatus.CREATED));
    }
  }

  private void tell(ProcessStatus status) {
    publish(EventType.PROCESS_RUNNING, status);
  }

  private void publish(EventType type, ProcessStatus status) {
    try (var broker = new ProcessEvents()) {
      broker.publish(
          type,
          process,
          ProcessEvents.process(
              process, UUID.fromString(template), UUID.fromString(dataset), status));
    }
  }

  /** The pool says that it has no more by an exception, after the acquisition time-out. */
  private void takeAll(List<Connection> taken) {
    try {
      while (true) {
        taken.add(dataSource.getConnection());
      }
    } catch (SQLException e) {
      // All are taken.
    }
  }

  private boolean isConfirmed() {
    return !QuarkusTransaction.requiringNew()
        .call(
            () ->
                database
                    .createNativeQuery(
                        "SELECT 1 FROM dataset_use WHERE process_id = ?1 AND expires_at IS NULL",
                        Integer.class)
                    .setParameter(1, process)
                    .getResultList()
                    .isEmpty());
  }

  private void awaitProcesses(Matcher<?> expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> Api.get(uses()).body("processIds", expected));
  }

  private String path() {
    return "/api/v1/datasets/" + dataset;
  }

  private String uses() {
    return path() + "/uses";
  }
}
