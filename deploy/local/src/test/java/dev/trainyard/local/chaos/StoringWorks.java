package dev.trainyard.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.local.Installation;
import dev.trainyard.local.PlatformException;
import dev.trainyard.local.demo.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipFile;

/** What the services do with files, over the public REST API. */
final class StoringWorks {
  private static final String OF_DATASETS = "/trainyard-datasets/(?!uploads/)";
  private static final String OF_RECEIVED_DATASETS = "/trainyard-datasets/uploads/";
  private static final String OF_MODELS = "/trainyard-models/models/";
  private static final String OF_MODEL_UPLOADS = "/trainyard-models/uploads/";
  private static final String OF_BASE_MODELS = "/trainyard-base-models/";

  private final ChaosPlatform platform;
  private final Path directory;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  StoringWorks(ChaosPlatform platform, Path directory) {
    this.platform = platform;
    this.directory = directory;
  }

  List<StoringWork> all() {
    return List.of(
        new DatasetUpload(),
        new ImageUpload(),
        new DatasetDeletion(),
        new ModelUpload(),
        new ModelDeletion(),
        new BaseModelUpload());
  }

  private final class DatasetUpload extends StoringWork {
    private String name;

    DatasetUpload() {
      super(
          Part.TEMPLATE,
          StorageStep.before("PUT", OF_RECEIVED_DATASETS),
          StorageStep.after("PUT", OF_RECEIVED_DATASETS),
          StorageStep.before("PUT", OF_DATASETS),
          StorageStep.after("PUT", OF_DATASETS),
          StorageStep.before("DELETE", OF_RECEIVED_DATASETS),
          StorageStep.after("DELETE", OF_RECEIVED_DATASETS));
    }

    @Override
    void prepare() {
      name = "steps-" + UUID.randomUUID();
    }

    @Override
    void attempt() throws IOException, InterruptedException {
      uploadDataset(name).orThrow();
    }

    @Override
    void finish() throws IOException, InterruptedException {
      // What was begun comes to an end of its own, or never began.
      ChaosPlatform.awaiting("no dataset is half there")
          .until(
              () -> {
                for (var dataset : datasets(name)) {
                  if (!List.of("READY", "REJECTED").contains(dataset.get("status").asText())) {
                    return false;
                  }
                }
                return true;
              });
      for (var dataset : datasets(name)) {
        if (dataset.get("status").asText().equals("READY")) {
          assertThat(integrity("datasets", dataset)).isEqualTo("INTACT");
        }
      }
      ChaosPlatform.insist("the upload again", () -> uploadDataset(name));
    }
  }

  /** Image by image; its client goes on with the dataset that it began. */
  private final class ImageUpload extends StoringWork {
    private static final String OF_IMAGES = OF_RECEIVED_DATASETS + "[^/]*/";
    private static final List<String> IMAGES =
        List.of("train/0/0000.png", "train/1/0000.png", "test/0/0100.png", "test/1/0100.png");

    private String id;

    ImageUpload() {
      super(
          Part.TEMPLATE,
          StorageStep.before("PUT", OF_IMAGES),
          StorageStep.after("PUT", OF_IMAGES),
          StorageStep.before("GET", OF_IMAGES),
          StorageStep.after("PUT", OF_DATASETS),
          StorageStep.before("DELETE", OF_IMAGES),
          StorageStep.after("DELETE", OF_IMAGES));
    }

    @Override
    void prepare() throws InterruptedException {
      id =
          platform
              .post(
                  "/api/v1/projects/" + platform.projectId() + "/datasets/uploads",
                  "{\"name\": \"steps-%s\", \"kind\": \"IMAGES\"}".formatted(UUID.randomUUID()))
              .get("id")
              .asText();
    }

    @Override
    void attempt() throws IOException, InterruptedException {
      for (var image : IMAGES) {
        send(image).orThrow();
      }
      complete().orThrow();
      // The rest is done without the client; it goes on until the step comes.
      awaitEnd();
    }

    @Override
    void finish() throws InterruptedException {
      if (dataset().get("status").asText().equals("UPLOADING")) {
        for (var image : IMAGES) {
          ChaosPlatform.insist(image, () -> send(image));
        }
        ChaosPlatform.insist("the completion", this::complete);
      }
      awaitEnd();
      assertThat(dataset().get("status").asText()).isEqualTo("READY");
      assertThat(dataset().get("trainImages").asInt()).isEqualTo(2);
      assertThat(dataset().get("testImages").asInt()).isEqualTo(2);
      assertThat(integrity("datasets", dataset())).isEqualTo("INTACT");
    }

    private ApiClient.Answer send(String image) throws IOException, InterruptedException {
      var place = image.split("/");
      try (var digits = new ZipFile(Installation.fromSystemProperty().digits().toFile());
          var content = digits.getInputStream(digits.getEntry(image))) {
        return platform
            .api()
            .put(
                "/api/v1/datasets/%s/images/%s/%s?set=%s"
                    .formatted(id, place[1], place[2], place[0]),
                content.readAllBytes(),
                "image/png");
      }
    }

    private ApiClient.Answer complete() throws InterruptedException {
      return platform.api().post("/api/v1/datasets/" + id + "/upload/complete", "");
    }

    private void awaitEnd() {
      ChaosPlatform.awaiting("the check ends")
          .until(() -> List.of("READY", "REJECTED").contains(dataset().get("status").asText()));
    }

    private JsonNode dataset() throws InterruptedException {
      return platform.get("/api/v1/datasets/" + id);
    }
  }

  private final class DatasetDeletion extends StoringWork {
    private String id;

    DatasetDeletion() {
      super(
          Part.TEMPLATE,
          StorageStep.before("DELETE", OF_DATASETS),
          StorageStep.after("DELETE", OF_DATASETS));
    }

    @Override
    void prepare() throws IOException, InterruptedException {
      id = uploadDataset("steps-" + UUID.randomUUID()).orThrow().get("id").asText();
    }

    @Override
    void attempt() throws InterruptedException {
      platform.api().delete("/api/v1/datasets/" + id).orThrow();
    }

    @Override
    void finish() throws InterruptedException {
      platform.awaitGone("/api/v1/datasets/" + id);
    }
  }

  private final class ModelUpload extends StoringWork {
    private String process;
    private final byte[] archive = SampleModel.archive();

    ModelUpload() {
      super(
          Part.REGISTRY,
          StorageStep.before("PUT", OF_MODEL_UPLOADS),
          StorageStep.after("PUT", OF_MODEL_UPLOADS),
          StorageStep.before("GET", OF_MODEL_UPLOADS),
          StorageStep.before("PUT", OF_MODELS),
          StorageStep.after("PUT", OF_MODELS),
          StorageStep.before("DELETE", OF_MODEL_UPLOADS),
          StorageStep.after("DELETE", OF_MODEL_UPLOADS));
    }

    @Override
    void prepare() {
      process = UUID.randomUUID().toString();
    }

    @Override
    void attempt() throws IOException, InterruptedException {
      deliver();
    }

    /** As an agent does: all of it again until it is through. */
    @Override
    void finish() throws InterruptedException {
      ChaosPlatform.awaiting("the model is delivered")
          .ignoreExceptionsMatching(e -> e instanceof PlatformException || e instanceof IOException)
          .until(() -> deliver().get("status").asText().equals("READY"));
      var models = platform.get("/api/v1/models?processId=" + process).get("items");
      assertThat(models).hasSize(1);
      assertThat(integrity("models", models.get(0))).isEqualTo("INTACT");
    }

    JsonNode deliver() throws IOException, InterruptedException {
      var model =
          platform.api().post("/api/v1/models", SampleModel.registration(process)).orThrow();
      if (!model.get("status").asText().equals("PENDING")) {
        return model;
      }
      put(URI.create(model.get("upload").get("url").asText()), archive);
      return platform
          .api()
          .post(
              "/api/v1/models/" + model.get("id").asText() + "/complete",
              SampleModel.completion(archive))
          .orThrow();
    }
  }

  private final class ModelDeletion extends StoringWork {
    private String id;

    ModelDeletion() {
      super(
          Part.REGISTRY,
          StorageStep.before("DELETE", OF_MODELS),
          StorageStep.after("DELETE", OF_MODELS));
    }

    @Override
    void prepare() throws IOException, InterruptedException {
      var upload = new ModelUpload();
      upload.prepare();
      id = upload.deliver().get("id").asText();
    }

    @Override
    void attempt() throws InterruptedException {
      platform.api().delete("/api/v1/models/" + id).orThrow();
    }

    @Override
    void finish() throws InterruptedException {
      platform.awaitGone("/api/v1/models/" + id);
    }
  }

  private final class BaseModelUpload extends StoringWork {
    private static final String BUILT_IN = "019ab000-0000-7000-8000-000000000018";
    private String name;

    /**
     * It is large, and goes in parts. The server of these tests makes the object of its parts one
     * by one, and answers while it does: there is no moment after it.
     */
    BaseModelUpload() {
      super(
          Part.REGISTRY,
          StorageStep.before("PUT", OF_BASE_MODELS),
          StorageStep.after("PUT", OF_BASE_MODELS),
          StorageStep.before("POST", OF_BASE_MODELS + ".*uploadId="));
    }

    @Override
    void prepare() throws InterruptedException {
      name = "steps-" + UUID.randomUUID();
      if (!Files.exists(archive())) {
        platform.api().download("/api/v1/base-models/" + BUILT_IN + "/archive", archive());
      }
    }

    @Override
    void attempt() throws IOException, InterruptedException {
      upload().orThrow();
    }

    @Override
    void finish() throws InterruptedException {
      ChaosPlatform.insist(
          "the upload again",
          () -> {
            var found = named();
            return found.status() == 200 && found.body().get("items").isEmpty() ? upload() : found;
          });
      var items = named().orThrow().get("items");
      assertThat(items).hasSize(1);
      assertThat(integrity("base-models", items.get(0))).isEqualTo("INTACT");
    }

    private ApiClient.Answer named() throws InterruptedException {
      return platform.api().get("/api/v1/base-models?name=" + name);
    }

    private ApiClient.Answer upload() throws IOException, InterruptedException {
      return platform
          .api()
          .upload("/api/v1/base-models?name=" + name, archive(), "application/zip");
    }

    private Path archive() {
      return directory.resolve("base-model.zip");
    }
  }

  private ApiClient.Answer uploadDataset(String name) throws IOException, InterruptedException {
    return platform
        .api()
        .upload(
            "/api/v1/projects/" + platform.projectId() + "/datasets?name=" + name,
            Installation.fromSystemProperty().digits(),
            "application/zip");
  }

  private Iterable<JsonNode> datasets(String name) throws InterruptedException {
    return platform
        .get("/api/v1/projects/" + platform.projectId() + "/datasets?name=" + name)
        .get("items");
  }

  /** Has the service read the file again. */
  private String integrity(String kind, JsonNode owner) throws InterruptedException {
    var path = "/api/v1/" + kind + "/" + owner.get("id").asText() + "/integrity";
    return platform.post(path, "").get("state").asText();
  }

  private void put(URI address, byte[] content) throws IOException, InterruptedException {
    var answer =
        http.send(
            HttpRequest.newBuilder(address).PUT(BodyPublishers.ofByteArray(content)).build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("the storage answered " + answer.statusCode());
    }
  }
}
