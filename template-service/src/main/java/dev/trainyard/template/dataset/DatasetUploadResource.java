package dev.trainyard.template.dataset;

import io.smallrye.common.annotation.Blocking;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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

  DatasetUploadResource(PartsUpload upload, ImageUpload images, DatasetService datasets) {
    this.images = images;
    this.upload = upload;
    this.datasets = datasets;
  }

  @GET
  @Operation(summary = "Tell which parts of an upload have arrived")
  @APIResponse(responseCode = "409", description = "It is not UPLOADING in parts: status.")
  public ArrivedParts arrived(UUID id) {
    return upload.arrived(id);
  }

  @GET
  @Path("/urls")
  @Operation(
      summary = "Get URLs to send parts to, 1000 at most",
      description = "PUT each part to its URL, without headers that are not asked for.")
  @APIResponse(responseCode = "409", description = "It is not UPLOADING in parts: status.")
  public PartUrls urls(
      UUID id,
      @QueryParam("from") @NotNull(message = "must be a part's number") @Parameter(example = "1")
          Integer from,
      @QueryParam("to") @NotNull(message = "must be a part's number") @Parameter(example = "20")
          Integer to) {
    return upload.urls(id, from, to);
  }

  @POST
  @Path("/complete")
  @Operation(
      summary = "Say that all parts, or images, were sent; from then on the dataset is checked")
  @APIResponse(responseCode = "202", description = "It is CHECKING, or was checked already.")
  @APIResponse(responseCode = "409", description = "It is not UPLOADING in parts: status.")
  @APIResponse(
      responseCode = "422",
      description = "Parts are missing or of a wrong size, or it is REJECTED: violations.")
  public RestResponse<DatasetView> complete(UUID id) {
    if (!images.complete(id)) {
      upload.complete(id);
    }
    return UploadAnswer.completed(datasets.get(id));
  }
}
