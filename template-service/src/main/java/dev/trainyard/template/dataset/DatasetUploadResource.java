package dev.trainyard.template.dataset;

import dev.trainyard.kit.download.Via;
import dev.trainyard.kit.security.Permissions;
import dev.trainyard.kit.storage.StorageConfig;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
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
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /datasets/{id}/upload}. */
@Path("/api/v1/datasets/{id}/upload")
@Tag(name = "Datasets")
@Blocking
public class DatasetUploadResource {
  private final PartsUpload upload;
  private final ImageUpload images;
  private final DatasetService datasets;
  private final StorageConfig config;

  DatasetUploadResource(
      PartsUpload upload, ImageUpload images, DatasetService datasets, StorageConfig config) {
    this.config = config;
    this.images = images;
    this.upload = upload;
    this.datasets = datasets;
  }

  @GET
  @PermissionsAllowed(Permissions.DATASETS_VIEW)
  @Operation(summary = "Tell which parts of an upload have arrived")
  @APIResponse(responseCode = "200", description = "The parts.")
  @APIResponse(responseCode = "409", description = "It is not UPLOADING in parts: status.")
  public ArrivedParts arrived(UUID id) {
    return upload.arrived(id);
  }

  @GET
  @PermissionsAllowed(Permissions.DATASETS_CREATE)
  @Path("/urls")
  @Operation(
      summary = "Get URLs to send parts to, 1000 at most",
      description = "PUT each part to its URL, without headers that are not asked for.")
  @APIResponse(responseCode = "200", description = "The URLs.")
  @APIResponse(responseCode = "409", description = "It is not UPLOADING in parts: status.")
  public PartUrls urls(
      UUID id,
      @QueryParam("from") @NotNull(message = "must be a part's number") @Parameter(example = "1")
          Integer from,
      @QueryParam("to") @NotNull(message = "must be a part's number") @Parameter(example = "20")
          Integer to,
      @QueryParam("via")
          @Parameter(
              description =
                  "storage, or service for clients that cannot reach the storage; as configured"
                      + " when absent.",
              example = "service")
          String via) {
    return upload.urls(id, from, to, Via.of(via, config.transfersVia()));
  }

  @PUT
  @PermissionsAllowed(Permissions.DATASETS_CREATE)
  @Path("/parts/{number}")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Send a part through this service",
      description = "For clients that cannot reach the storage; again if need be.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/octet-stream",
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(responseCode = "204", description = "It has arrived.")
  @APIResponse(responseCode = "400", description = "There is no such part, or it has another size.")
  @APIResponse(responseCode = "409", description = "It is not UPLOADING in parts: status.")
  public void part(
      UUID id,
      int number,
      @HeaderParam("Content-Length") @DefaultValue("-1") @Parameter(hidden = true)
          long contentLength,
      InputStream body) {
    upload.relay(id, number, body, contentLength);
  }

  @POST
  @PermissionsAllowed(Permissions.DATASETS_CREATE)
  @Path("/complete")
  @Operation(
      summary = "Say that all parts, or images, were sent; from then on the dataset is checked")
  @APIResponse(
      responseCode = "202",
      description = "It is CHECKING, or was checked already: status, and violations if REJECTED.",
      content = @Content(schema = @Schema(implementation = DatasetView.class)))
  @APIResponse(responseCode = "409", description = "It is not UPLOADING so: status.")
  @APIResponse(
      responseCode = "422",
      description = "Parts are missing or of a wrong size, or no image came: violations.")
  public RestResponse<DatasetView> complete(UUID id) {
    if (!images.complete(id)) {
      upload.complete(id);
    }
    return UploadAnswer.completed(datasets.get(id));
  }
}
