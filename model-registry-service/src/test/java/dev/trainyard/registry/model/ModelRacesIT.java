package dev.trainyard.registry.model;

import static dev.trainyard.registry.model.ModelRequests.aModel;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.registry.archive.TestArchives;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
        atOnce(
            24,
            () -> RegistryClient.registered(aModel().with("projectId", project)).getInt("version"));

    assertThat(versions)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 24).boxed().toList());
  }

  @Test
  void registersOneModelHoweverOftenAnAttemptAsks() throws Exception {
    var request = aModel();

    var answers = atOnce(12, () -> RegistryClient.register(request).extract());

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
        atOnce(8, () -> RegistryClient.complete(model.getString("id"), archive).extract());

    assertThat(answers).extracting(answer -> answer.statusCode()).containsOnly(200);
    RegistryClient.delete(model.getString("id")).statusCode(204);
    assertThat(new PublishedEvents(bootstrapServers).of(model.getString("id"), 2)).hasSize(2);
  }

  private static <T> List<T> atOnce(int count, Callable<T> call) throws Exception {
    var pool = Executors.newFixedThreadPool(count);
    try {
      var start = new CountDownLatch(1);
      var results = new ArrayList<Future<T>>();
      for (var index = 0; index < count; index++) {
        results.add(
            pool.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      start.countDown();
      var values = new ArrayList<T>();
      for (var result : results) {
        values.add(result.get());
      }
      return values;
    } finally {
      pool.shutdownNow();
    }
  }
}
