package dev.trainyard.monitoring.status;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.monitoring.MonitoringTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatusIT extends MonitoringTest {

  @Test
  void tellsWhichPartsOfThePlatformWork() {
    eventually(
        () -> {
          var status = given().get("/api/v1/status").then().statusCode(200);
          for (var backend : new String[] {"postgresql", "kafka"}) {
            status
                .rootPath("parts.find { it.name == '" + backend + "' }")
                .body("kind", equalTo("BACKEND"))
                .body("up", equalTo(true))
                .body("since", notNullValue())
                .body("latencyMillis", greaterThanOrEqualTo(0))
                .body("reason", nullValue());
          }
          status
              .rootPath("parts.find { it.name == 'template-service' }")
              .body("kind", equalTo("SERVICE"))
              .body("up", equalTo(false))
              .body("reason", equalTo("does not answer at http://127.0.0.1:1/q/health/ready"));
        });
  }
}
