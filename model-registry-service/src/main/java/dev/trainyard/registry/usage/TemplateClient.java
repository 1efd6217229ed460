package dev.trainyard.registry.usage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
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

/** The template service over REST. */
@RegisterRestClient(configKey = "template-service")
@RegisterProvider(ServiceTokenFilter.class)
@Path("/api/v1/templates")
@Produces(MediaType.APPLICATION_JSON)
interface TemplateClient {

  @GET
  @Retry(maxRetries = 1, delay = 200, maxDuration = 2_000, retryOn = ProcessingException.class)
  @CircuitBreaker(
      requestVolumeThreshold = 10,
      failureRatio = 0.8,
      delay = 5_000,
      failOn = ProcessingException.class)
  Answer list(@QueryParam("baseModel") String baseModel, @QueryParam("size") int size);

  /** One page of templates. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Answer(List<TemplateUse> items, long total) {
    public Answer {
      items = items == null ? List.of() : List.copyOf(items);
    }
  }
}
