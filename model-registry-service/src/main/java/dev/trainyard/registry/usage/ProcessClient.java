package dev.trainyard.registry.usage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.security.ServiceTokenFilter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The process service over REST. */
@RegisterRestClient(configKey = "process-service")
@RegisterProvider(ServiceTokenFilter.class)
@Path("/api/v1/processes")
@Produces(MediaType.APPLICATION_JSON)
interface ProcessClient {

  @GET
  @Retry(maxRetries = 1, delay = 200, maxDuration = 2_000, retryOn = ProcessingException.class)
  @CircuitBreaker(
      requestVolumeThreshold = 10,
      failureRatio = 0.8,
      delay = 5_000,
      failOn = ProcessingException.class)
  Answer list(
      @QueryParam("baseModel") String baseModel,
      @QueryParam("status") List<ProcessStatus> statuses,
      @QueryParam("size") int size);

  /** One page of processes. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Answer(List<ProcessUse> items, long total) {
    public Answer {
      items = items == null ? List.of() : List.copyOf(items);
    }
  }
}
