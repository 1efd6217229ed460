package dev.trainyard.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Backends
class ProjectIT {

  @Test
  void createsReadsListsChangesAndDeletes() {
    var name = Api.uniqueName("Счета");
    var created =
        Api.post("/api/v1/projects", Map.of("name", name, "description", "Incoming mail"))
            .statusCode(201)
            .body("author", is("admin"))
            .header("ETag", "\"1\"")
            .extract();
    var path = "/api/v1/projects/" + created.path("id");
    assertThat(created.header("Location")).endsWith(path);

    Api.get(path)
        .statusCode(200)
        .header("ETag", "\"1\"")
        .body("name", is(name), "description", is("Incoming mail"));
    Api.get("/api/v1/projects?name=" + name.toUpperCase(java.util.Locale.ROOT))
        .statusCode(200)
        .body("items.name", contains(name), "total", is(1), "page", is(0), "size", is(50));

    Api.put(path, "\"1\"", Map.of("name", name + "x"))
        .statusCode(200)
        .header("ETag", "\"2\"")
        .body("name", is(name + "x"), "description", is(""));
    Api.delete(path).statusCode(204);
    Api.get(path).statusCode(404).contentType("application/problem+json");
  }

  @Test
  void refusesChangeOfAnotherVersion() {
    var path = "/api/v1/projects/" + Api.project();
    var change = Map.of("name", Api.uniqueName("changed"));
    Api.put(path, "\"7\"", change).statusCode(412).body("title", is("Precondition failed"));
    Api.put(path, "", change).statusCode(428);
    Api.put(path, "\"1\"", change).statusCode(200);
  }

  @Test
  void refusesNameThatDiffersByCaseOnly() {
    var name = Api.uniqueName("Ünicode");
    String id = Api.post("/api/v1/projects", Map.of("name", name)).extract().path("id");
    Api.post("/api/v1/projects", Map.of("name", name.toLowerCase(java.util.Locale.ROOT)))
        .statusCode(409)
        .contentType("application/problem+json")
        .body("type", is("urn:trainyard:problem:name-taken"), "projectId", is(id));
  }

  @Test
  void givesNameOnceToRacingClients() {
    var request = Map.of("name", Api.uniqueName("raced"));
    var clients = Executors.newFixedThreadPool(8);
    try {
      var answers =
          IntStream.range(0, 8)
              .mapToObj(
                  client ->
                      CompletableFuture.supplyAsync(
                          () -> Api.post("/api/v1/projects", request).extract().statusCode(),
                          clients))
              .toList();
      var statuses = answers.stream().map(CompletableFuture::join).sorted().toList();
      assertThat(statuses).containsExactly(201, 409, 409, 409, 409, 409, 409, 409);
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void namesEveryWrongField() {
    Api.post("/api/v1/projects", Map.of("name", "has space", "description", "x".repeat(2001)))
        .statusCode(400)
        .contentType("application/problem+json")
        .body(
            "type", is("urn:trainyard:problem:invalid-request"),
            "violations.field", contains("description", "name"),
            "instance", is("/api/v1/projects"));
    Api.get("/api/v1/projects?name=has%20space").body("items", hasSize(0));
  }

  @Test
  void refusesMalformedAndUnknownJson() {
    Api.post("/api/v1/projects", "{\"name\": \"x\",")
        .statusCode(400)
        .body("violations.field", contains("body"));
    Api.post("/api/v1/projects", "{\"nmae\": \"x\"}")
        .statusCode(400)
        .body("violations.field", contains("nmae"));
    Api.post("/api/v1/projects", "[]").statusCode(400).body("violations", hasSize(1));
    Api.post("/api/v1/projects", "").statusCode(400).body("violations", hasSize(1));
  }

  @Test
  void answersUnknownIdsAndPathsWithProblems() {
    Api.get("/api/v1/projects/" + UUID.randomUUID())
        .statusCode(404)
        .contentType("application/problem+json")
        .body("type", is("urn:trainyard:problem:not-found"));
    Api.get("/api/v1/projects/no-uuid").statusCode(404).contentType("application/problem+json");
    Api.get("/api/v1/nothing").statusCode(404).contentType("application/problem+json");
  }

  @Test
  void pagesAndSorts() {
    IntStream.range(0, 3).forEach(number -> Api.project());
    Api.get("/api/v1/projects?size=2&page=0&sort=name,asc")
        .statusCode(200)
        .body("items", hasSize(2), "size", equalTo(2));
    Api.get("/api/v1/projects?size=0").statusCode(400).body("violations.field", contains("size"));
    Api.get("/api/v1/projects?size=many")
        .statusCode(400)
        .body("violations.field", contains("size"));
    Api.get("/api/v1/projects?sort=nameKey")
        .statusCode(400)
        .body("violations.field", hasItem("sort"));
  }

  @Test
  void documentsEveryOperation() {
    Api.get("/q/openapi?format=json")
        .statusCode(200)
        .body(
            "openapi",
            is("3.1.0"),
            "info.title",
            is("Trainyard template service"),
            "paths.collectMany{ it.value.findAll { e -> e.value.operationId != null || e.value.tags"
                + " != null }.collect { e -> e.value.summary } }",
            everyItem(not(equalTo(null))));
  }
}
