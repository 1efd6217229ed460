package dev.trainyard.template.use;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * Looks again at the processes that are in the way of a deletion: an event of one may be lost, and
 * a process for which a dataset is held may never have been made. While the process service does
 * not answer, they stay in the way. Thread-safe.
 */
@ApplicationScoped
public class UseReview {
  private static final Logger LOG = Logger.getLogger(UseReview.class);

  private final DatasetUses uses;
  private final ProcessClient processes;

  UseReview(DatasetUses uses, @RestClient ProcessClient processes) {
    this.uses = uses;
    this.processes = processes;
  }

  /** To be called before a dataset is deleted, outside of a transaction. */
  public void beforeDatasetGoes(UUID datasetId) {
    review(uses.inTheWayOfDataset(datasetId));
  }

  /** To be called before a template is deleted, outside of a transaction. */
  public void beforeTemplateGoes(UUID templateId) {
    review(uses.inTheWayOfTemplate(templateId));
  }

  private void review(List<UUID> inTheWay) {
    try {
      inTheWay.forEach(this::review);
    } catch (WebApplicationException | ProcessingException | CircuitBreakerOpenException e) {
      LOG.warnf("The process service was not asked about processes in the way reason=%s", e);
    }
  }

  private void review(UUID process) {
    ProcessClient.Answer answer;
    try {
      answer = processes.get(process);
    } catch (WebApplicationException e) {
      if (e.getResponse().getStatus() != 404) {
        throw e;
      }
      uses.forgetAbsent(process);
      return;
    }
    if (answer == null || answer.status() == null) {
      return;
    }
    switch (answer.status()) {
      case SUCCEEDED -> uses.forget(process);
      case FAILED, STOPPED -> uses.end(process);
      case CREATED, STARTING, RUNNING, STOPPING -> LOG.debugf("In the way processId=%s", process);
    }
  }
}
