package dev.trainyard.registry.model;

import static dev.trainyard.registry.model.ModelRequests.aModel;
import static dev.trainyard.registry.model.RegistryClient.delete;
import static dev.trainyard.registry.model.RegistryClient.get;
import static dev.trainyard.registry.model.RegistryClient.point;
import static dev.trainyard.registry.model.RegistryClient.ready;
import static dev.trainyard.registry.model.RegistryClient.registered;
import static dev.trainyard.registry.model.RegistryClient.takeAway;
import static dev.trainyard.registry.model.RegistryClient.update;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.model.ModelEvent;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.registry.archive.TestArchives;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that point at one version of a model. */
@RegistryTest
class ModelAliasIT {
  private static final byte[] ARCHIVE = TestArchives.valid();

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  private final UUID project = UUID.randomUUID();

  @Test
  void movesAnAliasFromVersionToVersion() {
    var first = version("digits");
    var second = version("Digits");
    point("champion", first).statusCode(200).body("aliases", contains("champion"));

    point("champion", second)
        .statusCode(200)
        .body("id", equalTo(second))
        .body("aliases", contains("champion"))
        .header("ETag", equalTo("\"2\""));

    get("/models/" + first).body("aliases", empty()).header("ETag", equalTo("\"3\""));
    get("/models/" + second).body("aliases", contains("champion")).header("ETag", equalTo("\"2\""));
    byAlias("digits", "champion").statusCode(200).body("id", equalTo(second));
    assertThat(aliasesTold(first, 3)).containsExactly(List.of(), List.of("champion"), List.of());
    assertThat(aliasesTold(second, 2)).containsExactly(List.of(), List.of("champion"));
  }

  @Test
  void changesNothingWhenTheModelHasTheAliasAlready() {
    var id = version("digits");
    point("champion", id).header("ETag", equalTo("\"2\""));

    point("champion", id).statusCode(200).header("ETag", equalTo("\"2\""));

    update(id, Map.of("tags", List.of("end")));
    assertThat(aliasesTold(id, 3))
        .containsExactly(List.of(), List.of("champion"), List.of("champion"));
  }

  @Test
  void comparesWithoutCaseAndKeepsTheLastSpelling() {
    var id = version("digits");
    point("Прод", id).statusCode(200);

    point("ПРОД", id).statusCode(200).body("aliases", contains("ПРОД"));

    byAlias("DIGITS", "прод").statusCode(200).body("id", equalTo(id));
  }

  @Test
  void pointsOneAliasAtOneVersionOfEachNameInEachProject() {
    var digits = version("digits");
    var letters = version("letters");
    var elsewhere = ready(aModel(), ARCHIVE).getString("id");

    List.of(digits, letters, elsewhere).forEach(id -> point("champion", id).statusCode(200));

    List.of(digits, letters, elsewhere)
        .forEach(id -> get("/models/" + id).body("aliases", contains("champion")));
    byAlias("letters", "champion").body("id", equalTo(letters));
  }

  @Test
  void showsAliasesInOrderAndFindsModelsByThem() {
    var id = version("digits");
    var other = version("letters");
    List.of("staging", "Champion", "blue").forEach(alias -> point(alias, id));
    point("staging", other);
    var list = "/models?projectId=" + project;

    get(list + "&alias=champion")
        .statusCode(200)
        .body("items.id", contains(id))
        .body("items[0].aliases", contains("blue", "Champion", "staging"));
    get(list + "&alias=STAGING").body("items.id", contains(other, id));
    get(list + "&alias=staging&name=letters").body("items.id", contains(other));
    get(list + "&alias=unknown").body("items", empty());
  }

  @Test
  void takesAnAliasAwayFromTheModelThatHasIt() {
    var first = version("digits");
    var second = version("digits");
    point("champion", first);

    takeAway("champion", second).statusCode(404).body("detail", containsString("champion"));
    takeAway("CHAMPION", first).statusCode(204);

    get("/models/" + first).body("aliases", empty()).header("ETag", equalTo("\"3\""));
    byAlias("digits", "champion").statusCode(404);
    takeAway("champion", first).statusCode(404);
    assertThat(aliasesTold(first, 3)).containsExactly(List.of(), List.of("champion"), List.of());
  }

  @Test
  void keepsAModelThatHasAliasesFromDeletion() {
    var id = version("digits");
    point("champion", id);
    point("blue", id);

    delete(id)
        .statusCode(409)
        .contentType("application/problem+json")
        .body("type", endsWith("model-has-aliases"))
        .body("detail", containsString("blue, champion"))
        .body("aliases", contains("blue", "champion"));

    takeAway("champion", id);
    takeAway("blue", id);
    delete(id).statusCode(204);
    assertThat(new PublishedEvents(bootstrapServers).of(id, 6))
        .extracting(ReceivedEvent::type)
        .endsWith(EventType.MODEL_DELETED);
  }

  @Test
  void refusesModelsThatAreNotReady() {
    var pending = registered(aModel().with("projectId", project)).getString("id");

    point("champion", pending).statusCode(409).body("type", endsWith("model-pending"));

    byAlias("digits", "champion").statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "LATEST", "7", "٣", "007", "two words", "a/b", "<b>"})
  void refusesAliasesThatAreNoNamesOrCouldBeVersions(String alias) {
    var id = version("digits");

    point(alias, id)
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations[0].field", equalTo("alias"));

    get("/models/" + id).body("aliases", empty());
    point("v7", id).statusCode(200);
    point("latest-7", id).statusCode(200);
  }

  @Test
  void refusesAliasesThatAreTooLong() {
    var id = version("digits");

    point("x".repeat(101), id).statusCode(400);
    point("x".repeat(100), id).statusCode(200);
  }

  @Test
  void knowsNoUnknownModelsAndAliases() {
    var nobody = UUID.randomUUID().toString();

    point("champion", nobody).statusCode(404).body("detail", containsString(nobody));
    takeAway("champion", nobody).statusCode(404).body("detail", containsString(nobody));
    byAlias("digits", "champion")
        .statusCode(404)
        .contentType("application/problem+json")
        .body("detail", containsString("champion"));
  }

  @Test
  void saysWhatASearchByAliasNeeds() {
    get("/models/by-alias")
        .statusCode(400)
        .body("violations.field", contains("alias", "name", "projectId"));
    get("/models/by-alias?name=a&alias=b&projectId=x")
        .statusCode(400)
        .body("violations.field", contains("projectId"));
  }

  @Test
  void saysAliasesOfTheModelWithItsConfig() {
    var id = version("digits");

    point("champion", id).body("config.architecture", equalTo("resnet18"));
    byAlias("digits", "champion")
        .body("config.architecture", equalTo("resnet18"))
        .body("upload", nullValue())
        .header("ETag", equalTo("\"2\""));
  }

  private String version(String name) {
    return ready(aModel().with("projectId", project).with("name", name), ARCHIVE).getString("id");
  }

  private ValidatableResponse byAlias(String name, String alias) {
    return given()
        .queryParam("projectId", project)
        .queryParam("name", name)
        .queryParam("alias", alias)
        .get("/api/v1/models/by-alias")
        .then();
  }

  private List<List<String>> aliasesTold(String id, int events) {
    return new PublishedEvents(bootstrapServers)
        .of(id, events).stream().map(event -> event.dataAs(ModelEvent.class).aliases()).toList();
  }
}
