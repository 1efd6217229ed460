package dev.trainyard.process.process;

import dev.trainyard.kit.security.ServiceTokenFilter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The datasets of the template service over REST. */
@RegisterRestClient(configKey = "template-service")
@RegisterProvider(ServiceTokenFilter.class)
@Path("/api/v1/datasets/{id}/uses/{processId}")
interface DatasetClient {

  /** From now on the dataset cannot be deleted, until the process is through with it. */
  @PUT
  @Retry(maxRetries = 1, delay = 200, maxDuration = 2_000, retryOn = ProcessingException.class)
  @CircuitBreaker(
      requestVolumeThreshold = 10,
      failureRatio = 0.8,
      delay = 5_000,
      failOn = ProcessingException.class)
  @Consumes(MediaType.APPLICATION_JSON)
  void hold(@PathParam("id") UUID id, @PathParam("processId") UUID processId, Use use);

  /** The process was not made after all. */
  @DELETE
  @Retry(maxRetries = 1, delay = 200, maxDuration = 2_000, retryOn = ProcessingException.class)
  @CircuitBreaker(
      requestVolumeThreshold = 10,
      failureRatio = 0.8,
      delay = 5_000,
      failOn = ProcessingException.class)
  void release(@PathParam("id") UUID id, @PathParam("processId") UUID processId);

  /** What the process is made from. */
  record Use(UUID templateId) {}
}
