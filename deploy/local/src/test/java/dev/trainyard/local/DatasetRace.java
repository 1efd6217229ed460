package dev.trainyard.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.local.demo.ApiClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Makes a process on a dataset that is deleted at the same moment. */
final class DatasetRace {
  private static final List<String> IMAGES =
      List.of("train/0/0000.png", "train/1/0000.png", "test/0/0100.png", "test/1/0100.png");

  private final ApiClient api;
  private final UUID machineId;
  private final String templateId;
  private final String upload;

  /**
   * @param machineId a machine without an unfinished process
   * @param model a process whose template is taken
   */
  DatasetRace(ApiClient api, UUID machineId, JsonNode model) {
    this.api = api;
    this.machineId = machineId;
    this.templateId = model.get("template").get("id").asText();
    this.upload =
        "/api/v1/projects/" + model.get("project").get("id").asText() + "/datasets?name=race";
  }

  /**
   * Requires of each round that one of the two wins, and the other is told so.
   *
   * @param folder for a file
   */
  void run(int rounds, Path folder) throws Exception {
    var archive = fewDigits(folder);
    for (var round = 0; round < rounds; round++) {
      var id = api.upload(upload, archive, "application/zip").orThrow().get("id").asText();
      race(id, "/api/v1/datasets/" + id);
    }
  }

  private void race(String datasetId, String dataset) throws Exception {
    var request =
        "{\"templateId\": \"%s\", \"machineId\": \"%s\", \"datasetId\": \"%s\"}"
            .formatted(templateId, machineId, datasetId);
    var creation = inBackground(() -> api.post("/api/v1/processes", request));
    var deletion = inBackground(() -> api.delete(dataset));
    var made = creation.get();
    var deleted = deletion.get();

    if (made.status() == 201) {
      var process = made.body().get("id").asText();
      assertThat(deleted.status()).as("%s", deleted).isEqualTo(409);
      assertThat(deleted.body().get("processIds").get(0).asText()).isEqualTo(process);
      assertThat(api.get(dataset).orThrow().get("status").asText()).isEqualTo("READY");
      api.delete("/api/v1/processes/" + process).orThrow();
      // The hold ends with the event of the deletion.
      await().until(() -> api.delete(dataset).status() == 204);
    } else {
      assertThat(made.status()).as("%s", made).isIn(400, 409);
      assertThat(deleted.status()).as("%s", deleted).isEqualTo(204);
    }
    assertThat(api.get(dataset).status()).isEqualTo(404);
  }

  /** The smallest dataset without an error. */
  private static Path fewDigits(Path folder) throws IOException {
    var file = folder.resolve("few-digits.zip");
    try (var digits = new ZipFile(Installation.fromSystemProperty().digits().toFile());
        var few = new ZipOutputStream(Files.newOutputStream(file))) {
      for (var image : IMAGES) {
        few.putNextEntry(new ZipEntry(image));
        digits.getInputStream(digits.getEntry(image)).transferTo(few);
      }
    }
    return file;
  }

  private static CompletableFuture<ApiClient.Answer> inBackground(
      Callable<ApiClient.Answer> request) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return request.call();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
