package dev.trainyard.template.basemodel;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.trainyard.kit.security.ServiceTokenFilter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** What this service asks of the model registry. */
@RegisterRestClient(configKey = "model-registry")
@RegisterProvider(ServiceTokenFilter.class)
@Path("/api/v1/base-models")
interface BaseModelClient {

  @GET
  @Retry(maxRetries = 1, delay = 200, maxDuration = 2_000, retryOn = ProcessingException.class)
  @CircuitBreaker(
      requestVolumeThreshold = 10,
      failureRatio = 0.8,
      delay = 5_000,
      failOn = ProcessingException.class)
  Answer list(@QueryParam("name") String name);

  /** One page of base models. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Answer(List<Item> items) {
    public Answer {
      items = items == null ? List.of() : List.copyOf(items);
    }
  }

  /** A base model, as far as it matters here. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Item(String name) {}
}
