package dev.trainyard.registry.lineage;

import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lineages of base models over HTTP. */
@Path("/api/v1/base-models")
@Tag(name = "lineage", description = "What models were made of, and what was made from them.")
@Produces(MediaType.APPLICATION_JSON)
public class BaseModelLineageResource {
  private final Lineages lineages;

  BaseModelLineageResource(Lineages lineages) {
    this.lineages = lineages;
  }

  @GET
  @PermissionsAllowed(Permissions.BASE_MODELS_VIEW)
  @Path("/{id}/lineage")
  @Operation(
      summary = "Tell what a base model was made from, and which models were trained from it",
      description = "The first 50 models; all are counted.")
  @APIResponse(responseCode = "200", description = "The lineage.")
  @APIResponse(responseCode = "404", description = "There is no such base model.")
  public BaseModelLineageView ofBaseModel(UUID id) {
    return lineages.ofBaseModel(id);
  }
}
