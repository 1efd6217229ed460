package dev.trainyard.registry.usage;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Asks the other services who uses a base model. Thread-safe. */
@ApplicationScoped
public class BaseModelUsage {
  private static final int PAGE_SIZE = 50;

  /** One that failed or was stopped can be started again, and begins from the base model then. */
  private static final List<ProcessStatus> CAN_STILL_START =
      Arrays.stream(ProcessStatus.values())
          .filter(status -> status != ProcessStatus.SUCCEEDED)
          .toList();

  private final TemplateClient templates;
  private final ProcessClient processes;

  BaseModelUsage(@RestClient TemplateClient templates, @RestClient ProcessClient processes) {
    this.templates = templates;
    this.processes = processes;
  }

  /**
   * Who uses a base model. Templates are asked for first: a process that was made of one in between
   * is seen.
   *
   * @throws DependencyUnavailableException if a service does not answer
   */
  public Usage of(String baseModel) {
    var naming = ask("template-service", () -> templates.list(baseModel, PAGE_SIZE));
    var running =
        ask("process-service", () -> processes.list(baseModel, CAN_STILL_START, PAGE_SIZE));
    return new Usage(naming.items(), naming.total(), running.items(), running.total());
  }

  private static <T> T ask(String service, Supplier<T> question) {
    try {
      return question.get();
    } catch (ProcessingException | WebApplicationException | CircuitBreakerOpenException e) {
      throw new DependencyUnavailableException(service, e);
    }
  }
}
