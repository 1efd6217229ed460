package dev.trainyard.process;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The service's REST interface, as a test uses it. */
public final class Api {
  private static final String MACHINES = "/api/v1/machines/";
  private static final String PROCESSES = "/api/v1/processes/";

  private Api() {}

  public static RequestSpecification json(Object body) {
    return given().contentType(ContentType.JSON).body(body);
  }

  public static ValidatableResponse get(String path) {
    return given().get(path).then();
  }

  public static ValidatableResponse post(String path, Object body) {
    return json(body).post(path).then();
  }

  public static ValidatableResponse post(String path) {
    return given().noContentType().post(path).then();
  }

  public static ValidatableResponse delete(String path) {
    return given().delete(path).then();
  }

  public static String uniqueName(String start) {
    return start + "-" + UUID.randomUUID();
  }

  /** Registers a machine with a name of its own. */
  public static UUID registerMachine() {
    var created =
        post(MACHINES, Map.of("name", uniqueName("gpu"), "address", "gpu-1.example.org"))
            .statusCode(201);
    return UUID.fromString(created.extract().path("id"));
  }

  public static Map<String, Object> processOn(UUID machineId) {
    return new HashMap<>(
        Map.of("templateId", FakeTemplateServiceResource.TEMPLATE, "machineId", machineId));
  }

  public static UUID createProcess(UUID machineId) {
    return UUID.fromString(
        post(PROCESSES, processOn(machineId)).statusCode(201).extract().path("id"));
  }

  public static ValidatableResponse act(UUID processId, String action) {
    return post(PROCESSES + processId + "/" + action);
  }

  public static ValidatableResponse process(UUID processId) {
    return get(PROCESSES + processId).statusCode(200);
  }

  public static void awaitStatus(UUID processId, String status) {
    await().until(() -> process(processId).extract().path("status"), status::equals);
  }

  public static void awaitAvailability(UUID machineId, String availability) {
    await()
        .until(
            () -> get(MACHINES + machineId).extract().path("availability"), availability::equals);
  }

  public static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
  }
}
