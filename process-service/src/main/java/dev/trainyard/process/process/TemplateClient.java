package dev.trainyard.process.process;

import dev.trainyard.kit.security.ServiceTokenFilter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The template service over REST. */
@RegisterRestClient(configKey = "template-service")
@RegisterProvider(ServiceTokenFilter.class)
@Path("/api/v1/templates")
@Produces(MediaType.APPLICATION_JSON)
interface TemplateClient {

  /**
   * @param datasetId the dataset to train on; null for the one the template or the project gives
   */
  @GET
  @Retry(maxRetries = 1, delay = 200, maxDuration = 2_000, retryOn = ProcessingException.class)
  @CircuitBreaker(
      requestVolumeThreshold = 10,
      failureRatio = 0.8,
      delay = 5_000,
      failOn = ProcessingException.class)
  @Path("{id}/snapshot")
  TemplateSnapshot snapshot(@PathParam("id") UUID id, @QueryParam("datasetId") UUID datasetId);
}
