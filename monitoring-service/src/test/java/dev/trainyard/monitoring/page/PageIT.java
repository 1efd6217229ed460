package dev.trainyard.monitoring.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class PageIT extends MonitoringTest {
  private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");
  private static final Pattern IMPORT = Pattern.compile("from \"\\./([^\"]+)\"");
  private static final String ASSETS = "/monitoring/assets/";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/monitoring",
        "/monitoring/01939d3f-0c1e-7a52-8d0e-5a1f4a0e77aa",
        "/monitoring/machines/01939d3f-0c1e-7a52-8d0e-5a1f4a0e77aa"
      })
  void servesThePageAndEverythingItNeedsItself(String page) {
    var html =
        given()
            .get(page)
            .then()
            .statusCode(200)
            .contentType("text/html")
            .header("Content-Security-Policy", containsString("default-src 'none'"))
            .extract()
            .asString();

    assertThat(html).doesNotContain("http://", "https://");
    var references = REFERENCE.matcher(html).results().map(match -> match.group(1)).toList();
    assertThat(references).anyMatch(reference -> reference.endsWith(".js"));
    var needed = new ArrayDeque<>(references);
    var served = new HashSet<String>();
    while (!needed.isEmpty()) {
      var reference = needed.remove();
      if (served.add(reference)) {
        var body = given().get(reference).then().statusCode(200).extract().asString();
        IMPORT.matcher(body).results().forEach(match -> needed.add(ASSETS + match.group(1)));
      }
    }
    assertThat(served).hasSizeGreaterThan(12);
  }

  @Test
  void drawsTheThreeCurvesInTheirColours() {
    given()
        .get("/monitoring/assets/plot.js")
        .then()
        .contentType("text/javascript")
        .body(containsString("key: \"learningRate\""))
        .body(containsString("key: \"trainLoss\""))
        .body(containsString("key: \"averagePrecision\""));
    given()
        .get("/monitoring/assets/style.css")
        .then()
        .body(containsString("--rate: #1a7f37"))
        .body(containsString("--loss: #1f6feb"))
        .body(containsString("--precision: #d1242f"));
  }

  @Test
  void servesTheLicenceOfTheChartLibrary() {
    given()
        .get("/monitoring/assets/uplot/LICENSE")
        .then()
        .statusCode(200)
        .body(containsString("MIT License"));
  }

  @Test
  void answersWhatTheScriptsAskFor() {
    var processId = UUID.randomUUID();
    broker.publish(
        EventType.PROCESS_RUNNING,
        processId,
        Samples.process(processId, ProcessStatus.RUNNING, 1, 0));
    var process = "/api/v1/monitoring/processes/" + processId;

    eventually(() -> given().get(process).then().statusCode(200).body("header", notNullValue()));
    for (var path :
        List.of(
            process + "/metrics?metric=trainLoss&maxPoints=2000",
            process + "/log",
            "/api/v1/monitoring/processes?size=200",
            "/api/v1/monitoring/machines/load?size=500",
            "/api/v1/status",
            "/api/v1/journal?after=start&size=15",
            "/api/v1/journal?after=start&processId=" + processId + "&size=100")) {
      given().get(path).then().statusCode(200);
    }
  }

  @Test
  void answersNotFoundForAnAddressThatIsNoProcess() {
    given().get("/monitoring/abc").then().statusCode(404).contentType("application/problem+json");
  }

  @Test
  void describesEveryOperation() {
    given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body("info.title", containsString("Trainyard monitoring"))
        .body(
            "paths.keySet()",
            hasItems(
                "/api/v1/monitoring/processes/{processId}",
                "/api/v1/monitoring/processes/{processId}/metrics",
                "/api/v1/monitoring/processes/{processId}/stream",
                "/api/v1/monitoring/processes/{processId}/log",
                "/api/v1/monitoring/processes/{processId}/log/stream",
                "/api/v1/monitoring/processes/{processId}/log/download",
                "/api/v1/monitoring/machines/load",
                "/api/v1/monitoring/machines/{machineId}/load/history",
                "/api/v1/monitoring/machines/running",
                "/api/v1/journal",
                "/api/v1/status"))
        .body(
            "paths.findAll { it.key.startsWith('/api') }*.value*.get.summary",
            everyItem(notNullValue()))
        .body(
            "paths.values().collectMany { path -> path.values().collectMany { operation ->"
                + " operation.responses.findAll { it.key.startsWith('4') }.values().collect {"
                + " it.content?.keySet()?.first() } } }",
            everyItem(equalTo("application/problem+json")))
        .body(
            "paths['/api/v1/webhooks'].post.responses['422'].content['application/problem+json']"
                + ".schema['$ref']",
            equalTo("#/components/schemas/Problem"));
  }
}
