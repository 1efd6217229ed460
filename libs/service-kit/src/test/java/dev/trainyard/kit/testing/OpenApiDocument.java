package dev.trainyard.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The OpenAPI document of a service as its build made it, and the copy of it in {@code docs/api}.
 * {@code -Dtrainyard.docs.write=true} writes the copy anew. What clients of the last release rely
 * on is in {@code src/test/resources/released-api}; {@code -Dtrainyard.release.freeze=VERSION}
 * writes there what is now.
 */
public final class OpenApiDocument {
  private static final Path RELEASED = Path.of("src/test/resources/released-api");
  private static final Path BUILT = Path.of("target", "openapi");
  private static final Set<String> WITH_CONTENT = Set.of("200", "201", "202");
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private OpenApiDocument() {}

  /**
   * Fails if the copy is another, or the document leaves out what a client needs to know.
   *
   * @param root the project's folder, from the module's
   * @param service such as {@code process-service}
   */
  public static void require(Path root, String service) throws IOException {
    var document = new ObjectMapper().readTree(BUILT.resolve("openapi.json").toFile());
    assertThat(document.get("openapi").asText()).startsWith("3.1");
    assertThat(document.has("servers")).as("says where it is served").isFalse();
    assertThat(flaws(document)).isEmpty();

    var copy = root.resolve("docs/api/openapi-" + service + ".yaml");
    var built = Files.readString(BUILT.resolve("openapi.yaml"));
    if (Boolean.getBoolean("trainyard.docs.write")) {
      Files.createDirectories(copy.getParent());
      Files.writeString(copy, built);
    }
    assertThat(copy)
        .as(
            "write it anew: mvn verify -pl %s -am -Dtest=none -Dit.test=OpenApiIT"
                + " -Dtrainyard.docs.write=true -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dfailsafe.failIfNoSpecifiedTests=false",
            service)
        .exists()
        .content()
        .isEqualToNormalizingNewlines(built);
    requireWhatWasReleased(ApiSurface.of(document));
  }

  private static void requireWhatWasReleased(Set<String> facts) throws IOException {
    if (System.getProperty("trainyard.release.freeze") != null) {
      Files.createDirectories(RELEASED.getParent());
      Files.write(RELEASED, facts);
    }
    assertThat(ApiSurface.breaks(Set.copyOf(Files.readAllLines(RELEASED)), facts))
        .as("breaks clients of the last release; docs/upgrades.md says what may change")
        .isEmpty();
  }

  private static List<String> flaws(JsonNode document) {
    var flaws = new ArrayList<String>();
    var names = new HashSet<String>();
    for (var path : document.get("paths").properties()) {
      for (var one : path.getValue().properties()) {
        if (METHODS.contains(one.getKey())) {
          var operation = one.getValue();
          var name = one.getKey() + " " + path.getKey() + " ";
          if (operation.path("summary").asText().isBlank()) {
            flaws.add(name + "has no summary");
          }
          if (!names.add(operation.path("operationId").asText())) {
            flaws.add(name + "has no name of its own");
          }
          answers(name, operation.path("responses"), flaws);
        }
      }
    }
    return flaws;
  }

  private static void answers(String name, JsonNode answers, List<String> flaws) {
    var statuses = new ArrayList<String>();
    answers.fieldNames().forEachRemaining(statuses::add);
    if (statuses.stream().noneMatch(status -> status.startsWith("2") || status.startsWith("3"))) {
      flaws.add(name + "does not say what it answers");
    }
    for (var status : statuses) {
      if ((status.startsWith("4") || WITH_CONTENT.contains(status))
          && !answers.at("/" + status + "/content").isObject()) {
        flaws.add(name + "does not say what is in a " + status);
      }
    }
  }
}
