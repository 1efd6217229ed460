package dev.trainyard.bench.platform;

import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Models of many projects. */
final class RegistryWorkload implements Workload {
  private static final int MODELS = 2_000;
  private static final int PROJECTS = 50;

  /** What stands in config.yaml, as far as the size of an answer matters. */
  private static final String CONFIGURATION =
      """
      {"formatVersion": 1, "modelType": "classifier", "architecture": "resnet18",
       "classes": ["invoice", "letter", "order", "reminder"],
       "input": {"imageSize": 224, "channels": "RGB", "mean": [0.485, 0.456, 0.406],
                 "standardDeviation": [0.229, 0.224, 0.225]},
       "metrics": {"averagePrecision": 0.98, "accuracy": 0.96, "confusionMatrix":
                   [[90, 1, 0, 2], [0, 88, 3, 1], [1, 0, 95, 0], [2, 1, 0, 91]]},
       "training": {"startedAt": "2026-11-23T15:00:00Z", "device": "CPU", "seed": 42,
                    "parameters": {"iterations": 1000, "batchSize": 8, "learningRate": 0.005}},
       "model": {"file": "model.pth", "format": "pytorch", "sizeBytes": 44700000}}
      """;

  /** As they are once an agent has uploaded their archive, which would be 90 GB here. */
  private static final String READY =
      """
      UPDATE model SET status = 'READY', ready_at = created_at, config = ?, sha256 = ?,
        size_bytes = 44700000, archive_key = id::text, architecture = 'resnet18', image_size = 224,
        classes = '{invoice,letter,order,reminder}'
      """;

  private final String bearer;
  private final PlatformStage stage;
  private List<String> models;

  RegistryWorkload(String bearer, PlatformStage stage) {
    this.bearer = bearer;
    this.stage = stage;
  }

  @Override
  public String service() {
    return "model-registry-service";
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }

  @Override
  public void prepare(URI address) throws Exception {
    models = new Filling(address, bearer).make(MODELS, i -> register(project(i), "letters-" + i));
    complete();
  }

  private void complete() throws SQLException {
    try (var database = stage.connect(service());
        var update = database.prepareStatement(READY)) {
      update.setString(1, CONFIGURATION);
      update.setString(2, "ab".repeat(32));
      update.executeUpdate();
    }
  }

  @Override
  public Caller reader(int number) {
    return new Reader(
        number,
        List.of(
            new Reader.Share(60, Reader.oneOf("/api/v1/models/", models)),
            new Reader.Share(15, Reader.page("/api/v1/models?size=20&", 10)),
            new Reader.Share(
                15,
                random ->
                    "/api/v1/models?size=20&projectId=%s"
                        .formatted(project(random.nextInt(PROJECTS)))),
            new Reader.Share(10, random -> "/api/v1/base-models?size=20")));
  }

  @Override
  public List<Caller> writers(int count) {
    return IntStream.range(0, count)
        .<Caller>mapToObj(i -> new ModelWriter(i, models.get(i)))
        .toList();
  }

  private static UUID project(int number) {
    return new UUID(0x7000, 0x8000_0000_0000_0000L + number % PROJECTS);
  }

  private static Request register(UUID project, String name) {
    return Request.post(
        "/api/v1/models",
        """
        {"name":"%s","processId":"%s","attempt":1,"projectId":"%s","projectName":"mail",\
        "templateId":"%s","templateName":"letters","machineId":"%s","modelType":"classifier",\
        "baseModel":"base-resnet18","metrics":{"averagePrecision":0.98,"accuracy":0.96}}"""
            .formatted(name, UUID.randomUUID(), project, project, project));
  }

  /** Registers a model, changes another one twice, deletes the first. */
  private static final class ModelWriter extends Writer {
    private final String changing;
    private final List<Step> steps;
    private String registered;
    private String etag;

    ModelWriter(int number, String changing) {
      this.changing = "/api/v1/models/" + changing;
      this.steps =
          List.of(
              new Step(() -> register(project(number), "draft-" + number), this::made),
              new Step(() -> describe("In production"), this::changed),
              new Step(() -> describe("Retired"), this::changed),
              new Step(() -> Request.delete(registered), answer -> {}));
    }

    @Override
    List<Step> steps() {
      return steps;
    }

    private void made(Answer answer) {
      registered = "/api/v1/models/" + answer.id();
    }

    private Request describe(String description) {
      return Request.put(
          changing,
          etag == null ? "\"0\"" : etag,
          "{\"description\":\"%s\",\"tags\":[\"post\",\"site:lyon\"]}".formatted(description));
    }

    private void changed(Answer answer) {
      etag = answer.etag();
    }
  }
}
