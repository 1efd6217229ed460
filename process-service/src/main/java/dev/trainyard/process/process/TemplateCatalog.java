package dev.trainyard.process.process;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.problem.ProblemException;
import dev.trainyard.kit.problem.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/** Asks the template service and turns its refusals into those of a create. */
@ApplicationScoped
class TemplateCatalog {
  private static final String SERVICE = "template-service";

  private static final Logger LOG = Logger.getLogger(TemplateCatalog.class);

  private final TemplateClient client;
  private final DatasetClient datasets;

  TemplateCatalog(@RestClient TemplateClient client, @RestClient DatasetClient datasets) {
    this.client = client;
    this.datasets = datasets;
  }

  /**
   * The template as it is now, with the dataset to train on.
   *
   * @param datasetId null for the one the template or the project gives
   * @throws InvalidRequestException if the template or the dataset does not exist
   * @throws ConflictException if there is no dataset to train on
   * @throws DependencyUnavailableException if the template service does not answer
   */
  TemplateSnapshot snapshot(UUID templateId, UUID datasetId) {
    TemplateSnapshot snapshot;
    try {
      snapshot = client.snapshot(templateId, datasetId);
    } catch (WebApplicationException e) {
      throw refusal(e, templateId, datasetId);
    } catch (ProcessingException | CircuitBreakerOpenException e) {
      throw new DependencyUnavailableException(SERVICE, e);
    }
    if (snapshot == null || !snapshot.isComplete()) {
      throw new DependencyUnavailableException(
          SERVICE, new IllegalStateException("the snapshot of " + templateId + " is incomplete"));
    }
    return snapshot;
  }

  /**
   * Keeps the snapshot's dataset for a process that is about to be made.
   *
   * @throws ConflictException if the dataset was deleted, or its archive is known to be broken
   * @throws DependencyUnavailableException if the template service does not answer
   */
  void hold(TemplateSnapshot snapshot, UUID processId) {
    var dataset = snapshot.dataset();
    try {
      datasets.hold(dataset.id(), processId, new DatasetClient.Use(snapshot.template().id()));
    } catch (WebApplicationException e) {
      if (e.getResponse().getStatus() == 404
          && problemOf(e).detail().contains(dataset.id().toString())) {
        throw new ConflictException(
            "dataset-deleted",
            "Version %d of dataset %s was deleted; create a process on another dataset."
                .formatted(dataset.version(), dataset.name()),
            Map.of("datasetId", dataset.id()));
      }
      if (e.getResponse().getStatus() == 409) {
        var problem = problemOf(e);
        throw new ConflictException(
            problem.kind(), problem.detail(), Map.of("datasetId", dataset.id()));
      }
      throw new DependencyUnavailableException(SERVICE, e);
    } catch (ProcessingException | CircuitBreakerOpenException e) {
      throw new DependencyUnavailableException(SERVICE, e);
    }
  }

  /** The process was not made; without this the dataset would be kept for a day. */
  void release(TemplateSnapshot snapshot, UUID processId) {
    try {
      datasets.release(snapshot.dataset().id(), processId);
    } catch (WebApplicationException | ProcessingException | CircuitBreakerOpenException e) {
      LOG.warnf(
          "Dataset not released, will be later datasetId=%s processId=%s reason=%s",
          snapshot.dataset().id(), processId, e);
    }
  }

  private static ProblemException refusal(
      WebApplicationException exception, UUID templateId, UUID datasetId) {
    var problem = problemOf(exception);
    return switch (exception.getResponse().getStatus()) {
      case 404 ->
          datasetId != null && problem.detail().contains(datasetId.toString())
              ? new InvalidRequestException("datasetId", "names no dataset: " + datasetId)
              : new InvalidRequestException("templateId", "names no template: " + templateId);
      case 400, 422 ->
          problem.violations().isEmpty()
              ? new InvalidRequestException(
                  datasetId != null ? "datasetId" : "templateId", problem.detail())
              : new InvalidRequestException(problem.violations());
      case 409 ->
          new ConflictException(problem.kind(), problem.detail(), Map.of("templateId", templateId));
      default -> new DependencyUnavailableException(SERVICE, exception);
    };
  }

  private static RemoteProblem problemOf(WebApplicationException exception) {
    try {
      var problem = exception.getResponse().readEntity(RemoteProblem.class);
      if (problem != null) {
        return problem;
      }
    } catch (ProcessingException | IllegalStateException e) {
      // Whatever stands between the services may answer with something else.
    }
    return new RemoteProblem(null, null, null);
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  record RemoteProblem(String type, String detail, List<Violation> violations) {
    RemoteProblem {
      type = type == null ? "urn:trainyard:problem:conflict" : type;
      detail = detail == null ? "The template service refused." : detail;
      violations = violations == null ? List.of() : List.copyOf(violations);
    }

    String kind() {
      return type.substring(type.lastIndexOf(':') + 1);
    }
  }
}
