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

/** Lineages of models over HTTP. */
@Path("/api/v1/models")
@Tag(name = "lineage", description = "What models were made of, and what was made from them.")
@Produces(MediaType.APPLICATION_JSON)
public class ModelLineageResource {
  private final Lineages lineages;

  ModelLineageResource(Lineages lineages) {
    this.lineages = lineages;
  }

  @GET
  @PermissionsAllowed(Permissions.MODELS_VIEW)
  @Path("/{id}/lineage")
  @Operation(
      summary = "Tell what a model was made of, and what was made from it",
      description =
          "Upstream: dataset, template, parameters, process, machine, versions and base model, with"
              + " the model that this was made from. Downstream: the first 50 base models that were"
              + " made from it, each with the first 10 models that were trained from that.")
  @APIResponse(responseCode = "200", description = "The lineage.")
  @APIResponse(responseCode = "404", description = "There is no such model.")
  public ModelLineageView ofModel(UUID id) {
    return lineages.ofModel(id);
  }
}
