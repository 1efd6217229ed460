package dev.trainyard.template.basemodel;

import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.problem.InvalidRequestException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.util.Objects;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The base models that the registry has. */
@ApplicationScoped
public class BaseModels {
  private final BaseModelClient registry;

  BaseModels(@RestClient BaseModelClient registry) {
    this.registry = registry;
  }

  /**
   * The name as the registry writes it; names are compared without case.
   *
   * @throws InvalidRequestException if the registry has no such base model
   * @throws DependencyUnavailableException if the registry does not answer
   */
  public String require(String name) {
    return ask(name).items().stream()
        .map(BaseModelClient.Item::name)
        .filter(Objects::nonNull)
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "baseModel",
                    "there is no base model " + name + "; see GET /api/v1/base-models"));
  }

  private BaseModelClient.Answer ask(String name) {
    try {
      return registry.list(name);
    } catch (ProcessingException | WebApplicationException | CircuitBreakerOpenException e) {
      throw new DependencyUnavailableException("model-registry-service", e);
    }
  }
}
