package dev.trainyard.registry.basemodel;

import static dev.trainyard.registry.basemodel.BaseModelClient.delete;
import static dev.trainyard.registry.basemodel.BaseModelClient.get;
import static dev.trainyard.registry.basemodel.BaseModelClient.named;
import static dev.trainyard.registry.basemodel.BaseModelClient.ofTrained;
import static dev.trainyard.registry.basemodel.BaseModelClient.put;
import static dev.trainyard.registry.basemodel.BaseModelClient.rename;
import static dev.trainyard.registry.basemodel.BaseModelClient.uniqueName;
import static dev.trainyard.registry.basemodel.BaseModelClient.uses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.registry.FakeServicesResource;
import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.model.ModelRequests;
import dev.trainyard.registry.model.Race;
import dev.trainyard.registry.model.RegistryClient;
import dev.trainyard.registry.model.RegistryTest;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Base models are renamed and deleted while nobody needs them under their name. */
@RegistryTest
class BaseModelChangesIT {
  private static final String BUILT_IN = "019ab000-0000-7000-8000-000000000018";

  @Inject StoredBaseModels stored;
  @Inject ObjectDisposal disposal;

  @Test
  void renamesWhatNobodyUses() {
    var old = uniqueName("old");
    var id = ofTrained(old);
    var name = uniqueName("new");
    var tag = get(id).extract().header("ETag");

    var changed =
        put(id, tag, Map.of("name", name, "description", "Knows our letters."))
            .statusCode(200)
            .body("name", equalTo(name), "description", equalTo("Knows our letters."))
            .extract()
            .header("ETag");

    assertThat(changed).isNotEqualTo(tag);
    get(id).header("ETag", changed).body("name", equalTo(name));
    named(old).body("items", hasSize(0));
    named(name).body("items.id", contains(id));
    // The old name is free.
    ofTrained(old);
  }

  @Test
  void changesDescriptionAndCaseOfWhatIsInUse() {
    var name = uniqueName(FakeServicesResource.IN_TEMPLATE);
    var id = ofTrained(name);

    rename(id, name.toUpperCase(Locale.ROOT))
        .statusCode(200)
        .body("name", equalTo(name.toUpperCase(Locale.ROOT)), "description", equalTo(""));
  }

  @Test
  void refusesAnotherNameForWhatIsInUseAndTellsWhoUsesIt() {
    var name = uniqueName(FakeServicesResource.IN_TEMPLATE);
    var id = ofTrained(name);

    rename(id, uniqueName("new"))
        .statusCode(409)
        .body("type", equalTo("urn:trainyard:problem:base-model-in-use"))
        .body("detail", allOf(containsString("1 template (letters)"), containsString("delete")))
        .body("templates.id", contains(FakeServicesResource.TEMPLATE))
        .body("processes", empty());
    named(name).body("items.id", contains(id));
  }

  @Test
  void refusesChangesOfWhatWasNotSeen() {
    var id = ofTrained(uniqueName("seen"));
    var tag = get(id).extract().header("ETag");
    var body = Map.<String, Object>of("name", uniqueName("new"));

    put(id, null, body).statusCode(428);
    put(id, tag, body).statusCode(200);
    put(id, tag, body).statusCode(412);
    put(UUID.randomUUID().toString(), tag, body).statusCode(404);
    put(id, tag, Map.of("name", "no spaces")).statusCode(400);
  }

  @Test
  void refusesTakenNamesAndBuiltInBaseModels() {
    var name = uniqueName("kept");
    var id = ofTrained(name);
    rename(id, "BASE-ResNet18").statusCode(409).body("baseModelId", equalTo(BUILT_IN));
    rename(BUILT_IN, uniqueName("new"))
        .statusCode(409)
        .body("type", equalTo("urn:trainyard:problem:base-model-built-in"));
    delete(BUILT_IN)
        .statusCode(409)
        .body("type", equalTo("urn:trainyard:problem:base-model-built-in"));
    get(BUILT_IN).statusCode(200).body("name", equalTo("base-resnet18"));
    named(name).body("items.id", contains(id));
  }

  @Test
  void letsOneOfManyRenamesToOneNameWin() throws Exception {
    var name = uniqueName("wanted");
    var ids = new java.util.concurrent.ConcurrentLinkedQueue<String>();
    for (int index = 0; index < 6; index++) {
      ids.add(ofTrained(uniqueName("raced")));
    }

    var statuses = Race.atOnce(6, () -> rename(ids.remove(), name).extract().statusCode());

    assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
    named(name).body("items", hasSize(1));
  }

  @Test
  void deletesWhatNobodyUsesAndItsArchiveLater() {
    var name = uniqueName(FakeServicesResource.IN_HISTORY);
    var id = ofTrained(name);
    var key = keyOf(id);

    delete(id).statusCode(204);

    get(id).statusCode(404);
    named(name).body("items", hasSize(0));
    delete(id).statusCode(404);
    // Whoever has the address of the archive may still come.
    disposal.removeDue();
    assertThat(stored.keys()).contains(key);
    stored.update("UPDATE object_disposal SET not_before = now() WHERE object_key = ?", key);
    disposal.removeDue();
    assertThat(stored.keys()).doesNotContain(key);
    assertThat(stored.notedKeys()).doesNotContain(key);
    ofTrained(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FakeServicesResource.IN_TEMPLATE,
        FakeServicesResource.IN_PROCESS,
        // While it is looked whether there is any.
        FakeServicesResource.SOON_IN_TEMPLATE
      })
  void keepsWhatIsInUse(String use) {
    var name = uniqueName(use);
    var id = ofTrained(name);

    var refusal =
        delete(id)
            .statusCode(409)
            .body("type", equalTo("urn:trainyard:problem:base-model-in-use"))
            .extract()
            .jsonPath();

    assertThat(refusal.getInt("templateTotal") + refusal.getInt("processTotal")).isOne();
    String sha256 = get(id).statusCode(200).extract().path("sha256");
    named(name).body("items.id", contains(id));
    assertThat(TestArchives.sha256(BaseModelClient.archive(id))).isEqualTo(sha256);
    assertThat(stored.notedKeys()).doesNotContain(keyOf(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {FakeServicesResource.TEMPLATES_DOWN, FakeServicesResource.PROCESSES_DOWN})
  void changesNothingWhileNobodyKnowsWhetherItIsUsed(String down) {
    var name = uniqueName(down);
    var id = ofTrained(name);
    var service = down.startsWith("templates") ? "template-service" : "process-service";

    delete(id).statusCode(503).body("dependency", equalTo(service));
    rename(id, uniqueName("new")).statusCode(503).body("dependency", equalTo(service));
    uses(id).statusCode(503).body("dependency", equalTo(service));
    named(name).body("items.id", contains(id));
  }

  @Test
  void deletesOnceHoweverManyAskAtOnce() throws Exception {
    var id = ofTrained(uniqueName("raced"));

    var statuses = Race.atOnce(8, () -> delete(id).extract().statusCode());

    assertThat(statuses).containsOnlyOnce(204).isSubsetOf(204, 404, 409);
    get(id).statusCode(404);
  }

  @Test
  void tellsWhereItIsUsed() {
    var inTemplate = uniqueName(FakeServicesResource.IN_TEMPLATE);
    var id = ofTrained(inTemplate);
    RegistryClient.ready(
        ModelRequests.aModel().with("baseModel", inTemplate), TestArchives.valid());
    RegistryClient.registered(ModelRequests.aModel().with("baseModel", inTemplate));
    uses(id)
        .statusCode(200)
        .body("templates.id", contains(FakeServicesResource.TEMPLATE))
        .body("templates.name", contains("letters"), "templateTotal", equalTo(1))
        .body("templates[0].projectId", equalTo("019aa000-0000-7000-8000-000000000003"))
        .body("processes", empty(), "processTotal", equalTo(0), "models", equalTo(1));
    uses(ofTrained(uniqueName(FakeServicesResource.IN_PROCESS)))
        .body("templates", empty(), "models", equalTo(0))
        .body("processes.id", contains(FakeServicesResource.PROCESS))
        .body("processes.name", contains("letters-1"), "processes.status", contains("RUNNING"));
    uses(ofTrained(uniqueName(FakeServicesResource.IN_HISTORY))).body("processes", empty());
    uses(UUID.randomUUID().toString()).statusCode(404);
  }

  private String keyOf(String id) {
    return stored.keys().stream().filter(key -> key.contains(id)).findFirst().orElseThrow();
  }
}
