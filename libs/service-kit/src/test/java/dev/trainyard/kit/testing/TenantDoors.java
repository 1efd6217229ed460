package dev.trainyard.kit.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.kit.testing.PermissionMatrix.Operation;
import io.restassured.response.Response;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;

/**
 * Asks for everything of one tenant as another one: the answer is that for what does not exist,
 * whatever the operation.
 */
public final class TenantDoors {
  private static final String UNKNOWN = UUID.randomUUID().toString();

  private final String token;
  private final Map<String, String> ids;
  private final Map<String, String> values;

  /**
   * @param token of the other tenant
   * @param ids of the owner's things, by the first part of their path, such as {@code projects}
   * @param values of the further variables in paths, by name
   */
  public TenantDoors(String token, Map<String, String> ids, Map<String, String> values) {
    this.token = token;
    this.ids = ids;
    this.values = values;
  }

  /**
   * Fails at operations that tell the other tenant more, and at those that nothing is known about.
   *
   * @param packageName with the service's resources
   * @param everybodys first parts of paths to what belongs to no tenant
   */
  public void requireClosed(String packageName, Set<String> everybodys) {
    var all = new SoftAssertions();
    var asked = 0;
    for (var operation : PermissionMatrix.operations(packageName)) {
      var kind = operation.path().split("/", -1)[1];
      if (!operation.path().contains("{") || everybodys.contains(kind)) {
        continue;
      }
      assertThat(ids).as("an example for " + operation.path()).containsKey(kind);
      var id = ids.get(kind);
      var answer = ask(operation, id);
      var ofUnknown = ask(operation, UNKNOWN);
      if (Set.of("GET", "HEAD").contains(operation.method())) {
        all.assertThat(answer.statusCode()).as("%s", operation).isBetween(400, 499);
      }
      all.assertThat(answer.statusCode() + answer.asString().replace(id, UNKNOWN))
          .as("%s", operation)
          .isEqualTo(ofUnknown.statusCode() + ofUnknown.asString());
      asked++;
    }
    all.assertThat(asked).isPositive();
    all.assertAll();
  }

  private Response ask(Operation operation, String id) {
    var path = operation.path().replaceFirst("\\{\\w+}", id);
    for (var value : values.entrySet()) {
      path = path.replace("{" + value.getKey() + "}", value.getValue());
    }
    assertThat(path).as("all variables have values").doesNotContain("{");
    var request = given().auth().oauth2(token).header("If-Match", "\"1\"");
    if (Set.of("POST", "PUT").contains(operation.method())) {
      request.contentType("application/json").body("{}");
    }
    return request.request(operation.method(), "/api/v1" + path);
  }
}
