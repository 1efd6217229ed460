package dev.trainyard.registry.model;

import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.RegistryClient.get;
import static dev.trainyard.registry.model.RegistryClient.ready;
import static dev.trainyard.registry.model.RegistryClient.update;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.trainyard.contracts.model.ModelEvent;
import dev.trainyard.registry.archive.TestArchives;
import io.restassured.http.ContentType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Free tags of models. */
@RegistryTest
class ModelTagsIT {
  private static final byte[] ARCHIVE = TestArchives.valid();

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @Test
  void keepsTagsOnceAndInOrderAndTellsOfThem() {
    var id = ready(aModel(), ARCHIVE).getString("id");
    get("/models/" + id).body("tags", empty()).body("aliases", empty());

    update(id, Map.of("tags", List.of("site:lyon", "Почта/2026", "a.b-c_d", "site:lyon", "Post")))
        .statusCode(200)
        .body("tags", contains("Post", "a.b-c_d", "site:lyon", "Почта/2026"));

    get("/models/" + id).body("tags", contains("Post", "a.b-c_d", "site:lyon", "Почта/2026"));
    assertThat(new PublishedEvents(bootstrapServers).of(id, 2))
        .extracting(event -> event.dataAs(ModelEvent.class).tags())
        .containsExactly(List.of(), List.of("Post", "a.b-c_d", "site:lyon", "Почта/2026"));
  }

  @Test
  void leavesTagsThatAreNotSpokenOfAndClearsThemWhenAsked() {
    var id = ready(aModel(), ARCHIVE).getString("id");
    update(id, Map.of("tags", List.of("post"), "description", "good"))
        .body("description", equalTo("good"));

    update(id, Map.of("description", "better")).body("tags", contains("post"));
    update(id, Collections.singletonMap("tags", null)).body("tags", contains("post"));
    update(id, Map.of("tags", List.of())).body("tags", empty());
  }

  @Test
  void changesTagsOnlyForThoseWhoHaveSeenTheModel() {
    var id = ready(aModel(), ARCHIVE).getString("id");
    update(id, Map.of("tags", List.of("mine"))).header("ETag", equalTo("\"2\""));

    given()
        .contentType(ContentType.JSON)
        .header("If-Match", "\"1\"")
        .body(Map.of("tags", List.of("theirs")))
        .put("/api/v1/models/" + id)
        .then()
        .statusCode(412);
    get("/models/" + id).body("tags", contains("mine"));
  }

  @Test
  void takesFiftyTagsOfAHundredCharacters() {
    var id = ready(aModel(), ARCHIVE).getString("id");
    // Beyond the basic plane: two chars in Java, one character for people and the database.
    var longest = "\ud801\udc00".repeat(100);
    var fifty = IntStream.range(0, 49).mapToObj(index -> "t" + index).toList();

    update(id, Map.of("tags", plus(fifty, longest))).statusCode(200).body("tags", hasSize(50));
    update(id, Map.of("tags", plus(plus(fifty, longest), "one-more")))
        .statusCode(400)
        .body("violations.field", contains("tags"));
    get("/models/" + id).body("tags", hasSize(50));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a,b", "<b>", "line\nbreak", "\0"})
  void refusesTagsOfOtherCharacters(String tag) {
    var id = ready(aModel(), ARCHIVE).getString("id");

    update(id, Map.of("tags", List.of("fine", tag)))
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations.field", contains("tags[1]"));
    update(id, Map.of("tags", Arrays.asList("fine", null))).statusCode(400);
    update(id, Map.of("tags", List.of("x".repeat(101)))).statusCode(400);
    get("/models/" + id).body("tags", empty());
  }

  @Test
  void listsModelsThatHaveAllTheTags() {
    var project = UUID.randomUUID();
    var both = ready(aModel().with("projectId", project), ARCHIVE).getString("id");
    var one = ready(aModel().with("projectId", project), ARCHIVE).getString("id");
    update(both, Map.of("tags", List.of("post", "site:lyon")));
    update(one, Map.of("tags", List.of("post")));
    var list = "/models?projectId=" + project;

    get(list + "&tag=post").body("items.id", contains(one, both)).body("total", equalTo(2));
    get(list + "&tag=post&tag=site:lyon")
        .body("items.id", contains(both))
        .body("total", equalTo(1));
    get(list + "&tag=post&tag=site:lyon").body("items[0].tags", contains("post", "site:lyon"));
    get(list + "&tag=Post").statusCode(200).body("items", empty());
    get(list + "&tag=pos").body("items", empty());
    get(list + "&tag=po%00st").statusCode(400);
    get(list + "&tag=x".repeat(51)).statusCode(400).body("violations[0].field", equalTo("tag"));
  }

  private static List<String> plus(List<String> tags, String tag) {
    var more = new ArrayList<>(tags);
    more.add(tag);
    return more;
  }
}
