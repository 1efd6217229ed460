package dev.trainyard.registry.model;

import static dev.trainyard.registry.model.ModelRequests.aModel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.registry.archive.TestArchives;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Many at once. */
@RegistryTest
class ModelRacesIT {
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @Test
  void givesEveryRegistrationOfANameAVersionOfItsOwn() throws Exception {
    var project = UUID.randomUUID();

    var versions =
        Race.atOnce(
            60,
            () -> RegistryClient.registered(aModel().with("projectId", project)).getInt("version"));

    assertThat(versions)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 60).boxed().toList());
  }

  @Test
  void registersOneModelHoweverOftenAnAttemptAsks() throws Exception {
    var request = aModel();

    var answers = Race.atOnce(12, () -> RegistryClient.register(request).extract());

    assertThat(answers)
        .extracting(answer -> answer.jsonPath().getString("id"))
        .containsOnly(answers.get(0).jsonPath().getString("id"));
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.statusCode() == 200).hasSize(11);
  }

  @Test
  void publishesOneEventHoweverManyComplete() throws Exception {
    var archive = TestArchives.valid();
    var model = RegistryClient.registered(aModel());
    RegistryClient.upload(model.getString("upload.url"), archive);

    var answers =
        Race.atOnce(8, () -> RegistryClient.complete(model.getString("id"), archive).extract());

    assertThat(answers).extracting(answer -> answer.statusCode()).containsOnly(200);
    RegistryClient.delete(model.getString("id")).statusCode(204);
    assertThat(new PublishedEvents(bootstrapServers).of(model.getString("id"), 2)).hasSize(2);
  }
}
