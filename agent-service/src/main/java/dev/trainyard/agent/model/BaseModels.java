package dev.trainyard.agent.model;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.failure.RunFailedException;
import dev.trainyard.agent.platform.PlatformClient;
import dev.trainyard.agent.platform.Retry;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.kit.settings.ServiceAddresses;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Base models of the registry. Thread-safe. */
@ApplicationScoped
class BaseModels {
  private final PlatformClient client;
  private final ServiceAddresses services;
  private final Retry retry;

  BaseModels(AgentConfig config, PlatformClient client, ServiceAddresses services) {
    this.client = client;
    this.services = services;
    this.retry = new Retry(config.retryLimit());
  }

  record BaseModelList(List<BaseModel> items) {
    BaseModelList {
      items = items == null ? List.of() : List.copyOf(items);
    }
  }

  /**
   * Looks a base model up.
   *
   * @throws RunFailedException if there is none of that name or the registry cannot be asked
   * @throws InterruptedException if the run was told to end
   */
  BaseModel find(String name) throws RunFailedException, InterruptedException {
    var path = "/base-models?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    try {
      return retry
          .call("look-up of base model " + name, () -> client.get(at(path), BaseModelList.class))
          .items()
          .stream()
          .filter(model -> name.equalsIgnoreCase(model.name()))
          .findFirst()
          .orElseThrow(
              () ->
                  new RunFailedException(
                      FailureCause.BASE_MODEL_ERROR,
                      "The registry has no base model %s. Choose another in the template, then make a new process."
                          .formatted(name),
                      List.of()));
    } catch (IOException e) {
      throw new RunFailedException(
          FailureCause.BASE_MODEL_ERROR,
          "The base model %s cannot be had from the registry: %s"
              .formatted(name, Retry.reasonOf(e)),
          e);
    }
  }

  /** What the registry says now: once the archive was asked for, also its digest and size. */
  BaseModel get(UUID id) throws IOException, InterruptedException {
    return retry.call(
        "look-up of base model " + id, () -> client.get(at("/base-models/" + id), BaseModel.class));
  }

  /** Where a base model's archive can be downloaded. */
  URI archive(UUID id) {
    return at("/base-models/" + id + "/archive");
  }

  private URI at(String path) {
    return ServiceAddresses.resource(services.registryUrl(), path);
  }
}
