package dev.trainyard.agent.model;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.failure.RunFailedException;
import dev.trainyard.agent.platform.HttpStatusException;
import dev.trainyard.agent.platform.PlatformClient;
import dev.trainyard.agent.platform.Retry;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.kit.settings.ServiceAddresses;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Delivers a model: announces it, streams it to the presigned address, a large one in parts, and
 * has the registry check it. The registry knows a model by its process and attempt, so the whole
 * may be tried again at any point. Thread-safe.
 */
@ApplicationScoped
public class ModelUploader {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  /** The registry reads the whole archive before it answers. */
  private static final Duration CHECK_TIMEOUT = Duration.ofMinutes(10);

  private static final int FORBIDDEN = 403;
  private static final int CONFLICT = 409;
  private static final String PENDING = "PENDING";

  private final PlatformClient client;
  private final ServiceAddresses services;
  private final UploadTimes times;
  private final Retry retry;
  private final PartsSender parts;
  private final long partsAbove;

  ModelUploader(
      AgentConfig config, PlatformClient client, ServiceAddresses services, UploadTimes times) {
    this.client = client;
    this.services = services;
    this.times = times;
    this.retry = new Retry(config.retryLimit());
    this.parts = new PartsSender(client, retry);
    this.partsAbove = config.uploadPartsAbove().asLongValue();
  }

  record PendingModel(UUID id, String status, Upload upload) {}

  record Upload(String method, URI url) {}

  record Model(UUID id, String status) {}

  /**
   * Uploads an archive.
   *
   * @return the model's id
   * @throws RunFailedException if the registry refuses it or does not answer for too long
   * @throws InterruptedException if the run was told to end
   */
  public UUID upload(StartTraining run, Path archive, TrainerMessage.Result result)
      throws RunFailedException, InterruptedException {
    try {
      return retry.call(
          "upload of the model of process " + run.processId(), () -> deliver(run, archive, result));
    } catch (IOException e) {
      throw new RunFailedException(
          FailureCause.UPLOAD_ERROR,
          "The model cannot be delivered to the registry: " + Retry.reasonOf(e),
          e);
    }
  }

  private UUID deliver(StartTraining run, Path archive, TrainerMessage.Result result)
      throws IOException, InterruptedException {
    var models = ServiceAddresses.resource(services.registryUrl(), "/models");
    var pending =
        client.post(models, announcement(run, result), PendingModel.class, ANSWER_TIMEOUT);
    if (!PENDING.equals(pending.status())) {
      return pending.id();
    }
    var start = System.nanoTime();
    var model = URI.create(models + "/" + pending.id());
    Model ready;
    if (result.sizeBytes() > partsAbove && parts.send(model, archive, result)) {
      ready = completeParts(model, result);
    } else {
      send(model, pending, archive);
      ready = complete(model, result);
    }
    times.took(Duration.ofNanos(System.nanoTime() - start));
    return ready.id();
  }

  private Model completeParts(URI model, TrainerMessage.Result result)
      throws IOException, InterruptedException {
    try {
      // Tried by itself: sending may have taken longer than the whole may be tried again.
      return retry.call("completion of " + model, () -> complete(model, result));
    } catch (HttpStatusException e) {
      if (e.status() == CONFLICT) {
        // The storage has lost it, or an older replica does not look for parts: ask what is there.
        throw new IOException(e.getMessage(), e);
      }
      throw e;
    }
  }

  private Model complete(URI model, TrainerMessage.Result result)
      throws IOException, InterruptedException {
    return client.post(
        URI.create(model + "/complete"),
        Map.of("sha256", result.sha256(), "sizeBytes", result.sizeBytes()),
        Model.class,
        CHECK_TIMEOUT);
  }

  private void send(URI model, PendingModel pending, Path archive)
      throws IOException, InterruptedException {
    if (pending.upload() == null || pending.upload().url() == null) {
      throw new IOException("the registry gave no address to upload to");
    }
    var method = pending.upload().method() == null ? "PUT" : pending.upload().method();
    try {
      // A path is one of the registry itself: this machine is not to reach the storage.
      client.upload(method, model.resolve(pending.upload().url()), archive);
    } catch (HttpStatusException e) {
      if (e.status() == FORBIDDEN) {
        // The address has expired: with the next try comes a fresh one.
        throw new IOException(e.getMessage(), e);
      }
      throw e;
    }
  }

  private static Map<String, Object> announcement(StartTraining run, TrainerMessage.Result result) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", run.name());
    body.put("processId", run.processId());
    body.put("attempt", run.attempt());
    body.put("projectId", run.projectId());
    body.put("projectName", run.projectName());
    body.put("templateId", run.templateId());
    body.put("templateName", run.templateName());
    body.put("machineId", run.machineId());
    body.put("modelType", run.modelType());
    body.put("datasetId", run.datasetId());
    body.put("datasetVersion", run.datasetVersion());
    body.put("baseModel", run.baseModel());
    body.put("metrics", result.metrics());
    body.values().removeIf(java.util.Objects::isNull);
    return body;
  }
}
