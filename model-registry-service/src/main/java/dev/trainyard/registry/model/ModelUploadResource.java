package dev.trainyard.registry.model;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Uploads in parts over HTTP. */
@Path("/api/v1/models")
@Tag(name = "models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelUploadResource {
  private final PartsUploads uploads;

  ModelUploadResource(PartsUploads uploads) {
    this.uploads = uploads;
  }

  @POST
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
    return uploads.begin(id, body);
  }
}
