package dev.trainyard.registry.model;

import dev.trainyard.kit.security.OpenToAgents;
import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Uploads in parts over HTTP. */
@Path("/api/v1/models")
@Tag(name = "models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelUploadResource {
  private final PartsUploads uploads;
  private final RelayedUploads relayed;
  private final OwnModels agents;

  ModelUploadResource(PartsUploads uploads, RelayedUploads relayed, OwnModels agents) {
    this.uploads = uploads;
    this.relayed = relayed;
    this.agents = agents;
  }

  @POST
  @PermissionsAllowed(Permissions.MODELS_CREATE)
  @OpenToAgents
  @Path("/{id}/upload")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Begin to upload a model's archive in parts, or go on with it",
      description =
          "PUT each part to its URL, without headers that are not asked for, and ask again until no"
              + " URLs come; then complete the model. Again for the same archive: the same upload,"
              + " with new URLs for what is missing. For another archive: what was sent is thrown"
              + " away.")
  @APIResponse(responseCode = "200", description = "What has arrived, and where to send more.")
  @APIResponse(responseCode = "404", description = "There is no such model.")
  @APIResponse(
      responseCode = "409",
      description = "The model's archive is stored; or somebody uploads another one.")
  @APIResponse(responseCode = "413", description = "The archive is larger than allowed.")
  public PartsUploadView begin(UUID id, @NotNull @Valid PartsUploadRequest body) {
    agents.require(id);
    return uploads.begin(id, body);
  }

  @PUT
  @PermissionsAllowed(Permissions.MODELS_CREATE)
  @OpenToAgents
  @Path("/{id}/upload/content")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Send a model's whole archive through this service",
      description = "For agents that cannot reach the storage; then complete the model.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/octet-stream",
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(responseCode = "204", description = "It has arrived.")
  @APIResponse(responseCode = "404", description = "There is no such model.")
  @APIResponse(responseCode = "409", description = "The model's archive is stored.")
  @APIResponse(responseCode = "413", description = "The archive is larger than allowed.")
  public void content(
      UUID id,
      @HeaderParam("Content-Length") @DefaultValue("-1") @Parameter(hidden = true)
          long contentLength,
      InputStream body) {
    agents.require(id);
    relayed.whole(id, body, contentLength);
  }

  @PUT
  @PermissionsAllowed(Permissions.MODELS_CREATE)
  @OpenToAgents
  @Path("/{id}/upload/parts/{number}")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Send a part of a model's archive through this service",
      description = "For agents that cannot reach the storage; again if need be.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/octet-stream",
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(responseCode = "204", description = "It has arrived.")
  @APIResponse(responseCode = "400", description = "There is no such part, or it has another size.")
  @APIResponse(responseCode = "404", description = "There is no upload in parts: ask again.")
  public void part(
      UUID id,
      int number,
      @HeaderParam("Content-Length") @DefaultValue("-1") @Parameter(hidden = true)
          long contentLength,
      InputStream body) {
    agents.require(id);
    relayed.part(id, number, body, contentLength);
  }
}
