package dev.trainyard.agent.model;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.failure.RunFailedException;
import dev.trainyard.agent.platform.PlatformClient;
import dev.trainyard.agent.platform.Retry;
import dev.trainyard.agent.platform.ServiceAddresses;
import dev.trainyard.contracts.process.FailureCause;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Base models of the registry. Thread-safe. */
@ApplicationScoped
public class BaseModels {
  private static final String RANDOM = "RANDOM";

  private final PlatformClient client;
  private final ServiceAddresses services;
  private final Retry retry;

  BaseModels(AgentConfig config, PlatformClient client, ServiceAddresses services) {
    this.client = client;
    this.services = services;
    this.retry = new Retry(config.retryLimit());
  }

  /**
   * What the registry says of a base model.
   *
   * @param name unique
   * @param architecture such as {@code resnet18}
   * @param weights {@code RANDOM} when the training begins without any
   */
  public record BaseModel(String name, String architecture, String weights) {}

  record BaseModelList(List<BaseModel> items) {}

  /**
   * Looks a base model up.
   *
   * @throws RunFailedException if there is none of that name or the registry cannot be asked
   * @throws InterruptedException if the run was told to end
   */
  public BaseModel find(String name) throws RunFailedException, InterruptedException {
    var uri =
        ServiceAddresses.resource(
            services.registryUrl(),
            "/base-models?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
    try {
      var found =
          retry.call("look-up of base model " + name, () -> client.get(uri, BaseModelList.class));
      return (found.items() == null ? List.<BaseModel>of() : found.items())
          .stream()
              .filter(model -> name.equalsIgnoreCase(model.name()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new RunFailedException(
                          FailureCause.BASE_MODEL_ERROR,
                          "The registry has no base model " + name + ".",
                          List.of()));
    } catch (IOException e) {
      throw new RunFailedException(
          FailureCause.BASE_MODEL_ERROR,
          "The base model %s cannot be had from the registry: %s"
              .formatted(name, Retry.reasonOf(e)),
          e);
    }
  }

  /**
   * The architecture the trainer is to build.
   *
   * @throws RunFailedException if the model comes with weights, which this version cannot fetch
   */
  public String architectureOf(BaseModel model) throws RunFailedException {
    if (model.architecture() == null
        || (model.weights() != null && !RANDOM.equals(model.weights()))) {
      throw new RunFailedException(
          FailureCause.BASE_MODEL_ERROR,
          "This agent's version cannot start from the weights of base model %s. Update the agent."
              .formatted(model.name()),
          List.of());
    }
    return model.architecture();
  }
}
