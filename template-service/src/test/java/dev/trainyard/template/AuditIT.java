package dev.trainyard.template;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.audit.ChangeEvent;
import dev.trainyard.contracts.audit.ChangeKind;
import dev.trainyard.contracts.audit.FieldChange;
import dev.trainyard.contracts.audit.RefusalEvent;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.kit.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people do, and what they are not let, reaches the topic that the journal reads. */
@QuarkusTest
@Backends
class AuditIT {
  private final Events events = new Events(Topics.AUDIT_EVENTS);

  @AfterEach
  void close() {
    events.close();
  }

  @Test
  void writesDownWhatWasChangedFromWhatAndByWhom() {
    var name = Api.uniqueName("before");
    var project =
        Api.post("/api/v1/projects", Map.of("name", name)).statusCode(201).extract().path("id");
    change(project, "\"1\"", Map.of("name", name, "description", "now told")).statusCode(200);
    change(project, "\"1\"", Map.of("name", name, "description", "too late")).statusCode(412);
    Api.delete("/api/v1/projects/" + project).statusCode(204);

    var written = events.about(project, 3);

    assertThat(written)
        .extracting(event -> event.actor().orElse(""))
        .containsExactly("admin", "operator", "admin");
    var changes = written.stream().map(event -> event.dataAs(ChangeEvent.class)).toList();
    assertThat(changes)
        .extracting(ChangeEvent::kind)
        .containsExactly(ChangeKind.CREATED, ChangeKind.CHANGED, ChangeKind.DELETED);
    assertThat(changes).allMatch(change -> change.entity().equals("Project"));
    assertThat(changes.get(0).changes()).contains(new FieldChange("name", null, name));
    assertThat(changes.get(1).changes())
        .containsExactly(new FieldChange("description", "", "now told"));
    assertThat(changes.get(2).changes()).contains(new FieldChange("name", name, null));
  }

  @Test
  void writesDownWhoWasNotLetIn() {
    var path = "/api/v1/projects/" + UUID.randomUUID();
    given().auth().oauth2(Tokens.of("viewer")).delete(path).then().statusCode(403);
    given().auth().none().get(path).then().statusCode(401);
    given().auth().oauth2("nonsense").put(path).then().statusCode(401);

    var forbidden = refusal(path, 403, true);
    assertThat(forbidden.user()).isEqualTo("viewer");
    assertThat(forbidden.method()).isEqualTo("DELETE");
    assertThat(forbidden.address()).isNotBlank();
    assertThat(forbidden.times()).isEqualTo(1);
    assertThat(refusal(path, 401, false).user()).isNull();
    assertThat(refusal(path, 401, true).method()).isEqualTo("PUT");
  }

  @Test
  void countsThoseWhoKnockAgainAndAgain() {
    var path = "/api/v1/projects/" + UUID.randomUUID();
    for (var times = 0; times < 20; times++) {
      given().auth().none().get(path).then().statusCode(401);
    }

    var first = refusal(path, 401, false);
    assertThat(first.times()).isBetween(1, 20);
    var written =
        events.about(events.first(EventType.AUDIT_REFUSED, event -> true).subject(), 1).stream()
            .map(event -> event.dataAs(RefusalEvent.class))
            .filter(each -> each.path().equals(path));
    assertThat(written.count()).isLessThan(5);
  }

  private RefusalEvent refusal(String path, int status, boolean withToken) {
    return events
        .first(
            EventType.AUDIT_REFUSED,
            event -> {
              var refusal = event.dataAs(RefusalEvent.class);
              return refusal.path().equals(path)
                  && refusal.status() == status
                  && refusal.withToken() == withToken;
            })
        .dataAs(RefusalEvent.class);
  }

  private static io.restassured.response.ValidatableResponse change(
      Object project, String tag, Map<String, Object> body) {
    return given()
        .auth()
        .oauth2(Tokens.of("operator"))
        .header("If-Match", tag)
        .contentType(ContentType.JSON)
        .body(body)
        .put("/api/v1/projects/" + project)
        .then();
  }
}
