package dev.trainyard.template.use;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.security.ServiceTokenFilter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** What this service asks of the process service. */
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
  @Path("{id}")
  Answer get(@PathParam("id") UUID id);

  /** A process, as far as it matters here. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Answer(ProcessStatus status) {}
}
