package dev.trainyard.registry.integrity;

import dev.trainyard.kit.integrity.FileVerifier;
import dev.trainyard.kit.integrity.Integrity;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whether a model's archive is what was stored, over HTTP. */
@Path("/api/v1/models/{id}/integrity")
@Tag(name = "integrity")
@Produces(MediaType.APPLICATION_JSON)
public class ModelIntegrityResource {
  private final RegistryFiles files;
  private final FileVerifier verifier;

  ModelIntegrityResource(RegistryFiles files, FileVerifier verifier) {
    this.files = files;
    this.verifier = verifier;
  }

  @GET
  @Operation(summary = "Tell what the last look at a model's archive found")
  @APIResponse(responseCode = "200", description = "How it was then.")
  @APIResponse(responseCode = "404", description = "There is no such model.")
  @APIResponse(responseCode = "409", description = "It has no archive yet.")
  public Integrity last(UUID id) {
    return verifier.lastLook(files.ofModel(id));
  }

  @POST
  @Operation(summary = "Read a model's archive now and compare its size and SHA-256")
  @APIResponse(responseCode = "200", description = "How it is.")
  @APIResponse(responseCode = "404", description = "There is no such model.")
  @APIResponse(responseCode = "409", description = "It has no archive yet.")
  public Integrity verify(UUID id) {
    return verifier.verify(files.ofModel(id));
  }
}
