package dev.trainyard.registry.model;

import dev.trainyard.kit.http.QueryId;
import dev.trainyard.kit.naming.EntityName;
import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Aliases of models over HTTP. */
@Path("/api/v1/models")
@Tag(name = "aliases", description = "Names that each point at one version of a model.")
@Produces(MediaType.APPLICATION_JSON)
public class AliasResource {
  private static final String NO_VERSION = "(?!(\\p{N}+|(?iu:latest))$).*";

  private final AliasService aliases;

  AliasResource(AliasService aliases) {
    this.aliases = aliases;
  }

  @PUT
  @PermissionsAllowed(Permissions.MODELS_EDIT)
  @Path("/{id}/aliases/{alias}")
  @Operation(
      summary = "Point an alias at a model",
      description =
          "An alias, such as champion, is unique within the project and the model's name, compared"
              + " without case: another version that has it loses it in the same moment. Again for"
              + " the same model: nothing changes.")
  @APIResponse(
      responseCode = "200",
      description = "The model has the alias.",
      content = @Content(schema = @Schema(implementation = ModelView.class)))
  @APIResponse(responseCode = "404", description = "There is no such model.")
  @APIResponse(responseCode = "409", description = "The model is PENDING, or its gate rejected it.")
  public Response point(
      UUID id,
      @PathParam("alias")
          @EntityName
          @Pattern(
              regexp = NO_VERSION,
              message = "must not be a number or latest, which could be taken for a version")
          @Parameter(description = "The alias: champion")
          String alias) {
    var model = aliases.point(id, alias);
    return ModelResource.tagged(Response.ok(model), model);
  }

  @DELETE
  @PermissionsAllowed(Permissions.MODELS_EDIT)
  @Path("/{id}/aliases/{alias}")
  @Operation(summary = "Take an alias away from a model")
  @APIResponse(responseCode = "204", description = "Nothing has the alias any more.")
  @APIResponse(responseCode = "404", description = "There is no such model, or it has another one.")
  public void remove(UUID id, String alias) {
    aliases.remove(id, alias);
  }

  @GET
  @PermissionsAllowed(Permissions.MODELS_VIEW)
  @Path("/by-alias")
  @Operation(summary = "Get the model that an alias points at")
  @APIResponse(
      responseCode = "200",
      description = "The model.",
      content = @Content(schema = @Schema(implementation = ModelView.class)))
  @APIResponse(responseCode = "404", description = "The alias points at no model.")
  public Response byAlias(
      @QueryParam("projectId") @NotNull @Parameter(schema = @Schema(implementation = UUID.class))
          String projectId,
      @QueryParam("name") @NotNull @Parameter(description = "The model's whole name, in any case.")
          String name,
      @QueryParam("alias") @NotNull @Parameter(description = "The alias, in any case.")
          String alias) {
    var model = aliases.holder(QueryId.parse("projectId", projectId), name, alias);
    return ModelResource.tagged(Response.ok(model), model);
  }
}
