package dev.trainyard.registry.basemodel;

import static dev.trainyard.registry.basemodel.BaseModelClient.uniqueName;
import static dev.trainyard.registry.basemodel.BaseModelClient.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.registry.archive.TestArchives;
import dev.trainyard.registry.model.Race;
import dev.trainyard.registry.model.RegistryTest;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.BaseModelArchive;
import dev.trainyard.weights.BaseModelConfiguration;
import dev.trainyard.weights.RandomStateDict;
import dev.trainyard.weights.checkpoint.CheckpointWriter;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Base models that users bring. */
@RegistryTest
class BaseModelUploadIT {
  private static final Map<String, dev.trainyard.weights.checkpoint.Tensor> TENSORS =
      new RandomStateDict(Architecture.RESNET18, 3, 7);

  @TempDir static Path folder;
  private static Path weights;
  private static Path archive;

  @Inject StoredBaseModels stored;
  @Inject ObjectDisposal disposal;

  @BeforeAll
  static void make() throws IOException {
    weights = folder.resolve("model.pth");
    CheckpointWriter.write(weights, TENSORS);
    archive = folder.resolve("base.zip");
    BaseModelArchive.write(
        archive,
        weights,
        new BaseModelConfiguration(
            "classifier",
            Architecture.RESNET18,
            List.of("contract", "invoice", "письмо"),
            new BaseModelConfiguration.Input(64, List.of(0.5f, 0.5f, 0.5f), List.of(1f, 1f, 1f)),
            null));
  }

  @Test
  void storesAnArchiveAsItWasSent() throws Exception {
    var name = uniqueName("Договоры");
    var query = "name=" + encoded(name) + "&description=From%20the%20archive%20room.";

    var answer = upload(query, BodyPublishers.ofFile(archive));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.eTag()).isEqualTo("\"0\"");
    var view = answer.body();
    var id = view.getString("id");
    assertThat(view.getString("weights")).isEqualTo("UPLOADED");
    assertThat(view.getString("architecture")).isEqualTo("resnet18");
    assertThat(view.getList("classes")).isEqualTo(List.of("contract", "invoice", "письмо"));
    assertThat(view.getInt("imageSize")).isEqualTo(64);
    assertThat(view.getBoolean("builtIn")).isFalse();
    assertThat(view.getString("description")).isEqualTo("From the archive room.");
    var sent = Files.readAllBytes(archive);
    assertThat(view.getString("sha256")).isEqualTo(TestArchives.sha256(sent));
    assertThat(view.getLong("sizeBytes")).isEqualTo(sent.length);
    assertThat(BaseModelClient.archive(id)).isEqualTo(sent);
    BaseModelClient.get(id).statusCode(200).body("name", equalTo(name));
    BaseModelClient.named(name.toUpperCase(java.util.Locale.ROOT)).body("items.id", contains(id));
    assertThat(stored.filesOfUploads()).isEmpty();
    assertThat(stored.notedKeys()).noneMatch(key -> key.contains(id));
  }

  @Test
  void makesTheArchiveOfABarePthFile() throws Exception {
    var answer =
        upload(
            "architecture=resnet18&name=" + uniqueName("bare"),
            "application/octet-stream",
            BodyPublishers.ofFile(weights));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body().getList("classes")).isEmpty();
    assertThat(answer.body().getInt("imageSize")).isEqualTo(224);
    var content = BaseModelClient.archive(answer.body().getString("id"));
    assertThat(TestArchives.sha256(content)).isEqualTo(answer.body().getString("sha256"));
    var file = Files.write(folder.resolve("downloaded.zip"), content);
    var base = dev.trainyard.weights.BaseModel.read(file, folder);
    assertThat(base.tensors()).isEqualTo(TENSORS);
    assertThat(stored.filesOfUploads()).isEmpty();
  }

  @Test
  void saysWhatABarePthFileNeeds() throws Exception {
    var name = uniqueName("bare");
    var silent = upload("name=" + name, BodyPublishers.ofFile(weights));
    assertThat(silent.status()).isEqualTo(422);
    assertThat(silent.body().getString("detail"))
        .contains("config.yaml", "architecture: one of resnet18", "?architecture=resnet18");

    var wrong = upload("architecture=resnet34&name=" + name, BodyPublishers.ofFile(weights));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.violation()).contains("not those of resnet34", "they are those of resnet18");

    var other = upload("architecture=resnet34&name=" + name, BodyPublishers.ofFile(archive));
    assertThat(other.status()).isEqualTo(422);
    BaseModelClient.named(name).body("items", hasSize(0));
    assertThat(stored.filesOfUploads()).isEmpty();
  }

  @Test
  void lets20UploadsOfOneNameRaceAndKeepsOne() throws Exception {
    var before = stored.keys();
    var name = uniqueName("raced");

    var answers = Race.atOnce(20, () -> upload("name=" + name, BodyPublishers.ofFile(archive)));

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.status() != 201)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(409);
              assertThat(answer.body().getString("type"))
                  .isEqualTo("urn:trainyard:problem:name-taken");
            });
    disposal.removeDue();
    assertThat(stored.notedKeys()).doesNotContainAnyElementsOf(newKeys(before));
    assertThat(newKeys(before)).hasSize(1);
    assertThat(stored.filesOfUploads()).isEmpty();
  }

  private List<String> newKeys(List<String> before) {
    return stored.keys().stream().filter(key -> !before.contains(key)).toList();
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }
}
