package dev.trainyard.monitoring.intake;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.trainyard.kit.security.ServiceTokenFilter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** What this service asks of the process service. */
@RegisterRestClient(configKey = "process-service")
@RegisterProvider(ServiceTokenFilter.class)
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
interface ProcessClient {

  /** By which keys agents are known; machines that are not registered are left out. */
  @GET
  @Path("machines/keys")
  Keys keys(@QueryParam("id") List<UUID> machineIds);

  @GET
  @Path("processes/{id}")
  Process process(@PathParam("id") UUID id);

  /** Keys of machines. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Keys(List<Key> items) {
    public Keys {
      items = List.copyOf(items);
    }
  }

  /**
   * A machine's key.
   *
   * @param publicKey null if no agent is enrolled
   * @param messageKey null if no agent is enrolled; a secret
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Key(UUID machineId, String publicKey, String messageKey) {}

  /** A process, as far as it matters here. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Process(Machine machine) {}

  /** Where it runs. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Machine(UUID id) {}
}
