package dev.trainyard.template.dataset;

import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Optional;
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

/** {@code /datasets/{id}/images}. */
@Path("/api/v1/datasets/{id}/images")
@Tag(name = "Datasets")
@Blocking
public class DatasetImagesResource {
  private static final String SET =
      "train or test; absent to have the images divided. With one image, with all.";

  private final ImageUpload upload;
  private final ImageLifecycle images;

  DatasetImagesResource(ImageUpload upload, ImageLifecycle images) {
    this.upload = upload;
    this.images = images;
  }

  @GET
  @PermissionsAllowed(Permissions.DATASETS_VIEW)
  @Operation(
      summary =
          "List the images that have come one by one, newest first; sort by path, receivedAt, sizeBytes",
      description = "While the dataset is UPLOADING, or REJECTED and can be mended.")
  @APIResponse(responseCode = "200", description = "The images.")
  @APIResponse(responseCode = "409", description = "It is not UPLOADING image by image.")
  public Page<ReceivedImageView> list(UUID id, @Valid @BeanParam PageQuery query) {
    return images.list(id, query);
  }

  @PUT
  @PermissionsAllowed(Permissions.DATASETS_CREATE)
  @Path("/{label}/{fileName}")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Send one image of a dataset that is UPLOADING image by image",
      description = "It is decoded at once. One that is there already is replaced.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/octet-stream",
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(responseCode = "200", description = "It is there in place of the one before.")
  @APIResponse(
      responseCode = "201",
      description = "It is stored.",
      content = @Content(schema = @Schema(implementation = ReceivedImageView.class)))
  @APIResponse(responseCode = "409", description = "The dataset is not UPLOADING image by image.")
  @APIResponse(responseCode = "413", description = "It is larger than allowed: limitBytes.")
  @APIResponse(responseCode = "422", description = "No dataset can have it: violations.")
  @APIResponse(responseCode = "503", description = "Too many at once: see Retry-After.")
  public RestResponse<ReceivedImageView> put(
      UUID id,
      @Parameter(example = "letter") String label,
      @Parameter(example = "0001.png") String fileName,
      @QueryParam("set") @Parameter(description = SET, example = "train") Optional<String> set,
      InputStream image) {
    var stored = upload.put(id, new ImagePlace(set, label, fileName), image);
    var status = stored.isNew() ? RestResponse.Status.CREATED : RestResponse.Status.OK;
    return RestResponse.ResponseBuilder.create(status, stored.image()).build();
  }

  @DELETE
  @PermissionsAllowed(Permissions.DATASETS_CREATE)
  @Path("/{label}/{fileName}")
  @Operation(summary = "Take an image out again")
  @APIResponse(responseCode = "204", description = "It is out.")
  @APIResponse(responseCode = "409", description = "The dataset is not UPLOADING image by image.")
  public void delete(
      UUID id,
      @Parameter(example = "letter") String label,
      @Parameter(example = "0001.png") String fileName,
      @QueryParam("set") @Parameter(description = SET, example = "train") Optional<String> set) {
    images.remove(id, new ImagePlace(set, label, fileName));
  }
}
