package dev.trainyard.template.dataset;

import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.naming.EntityName;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.security.Permissions;
import dev.trainyard.kit.storage.Sha256Hex;
import dev.trainyard.template.archive.TestSplit;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.InputStream;
import java.util.List;
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

/** {@code /projects/{id}/datasets}. */
@Path("/api/v1/projects/{projectId}/datasets")
@Tag(name = "Datasets", description = "Labelled images to learn from and to measure with.")
@Blocking
public class ProjectDatasetsResource {
  private final DatasetUpload upload;
  private final PartsUpload parts;
  private final ImageUpload images;
  private final DatasetService datasets;
  private final IdGenerator ids;

  ProjectDatasetsResource(
      DatasetUpload upload,
      PartsUpload parts,
      ImageUpload images,
      DatasetService datasets,
      IdGenerator ids) {
    this.upload = upload;
    this.parts = parts;
    this.images = images;
    this.datasets = datasets;
    this.ids = ids;
  }

  @POST
  @PermissionsAllowed(Permissions.DATASETS_CREATE)
  @Consumes({"application/zip", "application/gzip", "application/x-gzip"})
  @Operation(
      summary = "Upload a dataset, or its next version",
      description =
          "The body is a zip or tar.gz archive with images in train/<class>/ and test/<class>/, or in <class>/"
              + " to have them divided. It is checked while the client waits; every image is"
              + " decoded. With Prefer: respond-async the answer comes once the archive has arrived,"
              + " and the dataset is CHECKING; read it again until it is READY or REJECTED.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/zip",
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(
      responseCode = "201",
      description = "It is READY.",
      content = @Content(schema = @Schema(implementation = DatasetView.class)))
  @APIResponse(
      responseCode = "202",
      description = "It is CHECKING.",
      content = @Content(schema = @Schema(implementation = DatasetView.class)))
  @APIResponse(
      responseCode = "422",
      description = "It is no dataset and REJECTED: datasetId, violations.")
  @APIResponse(responseCode = "503", description = "Too many uploads at once: see Retry-After.")
  public RestResponse<DatasetView> upload(
      UUID projectId,
      @QueryParam("name") @EntityName @Parameter(example = "digits") String name,
      @QueryParam("description")
          @DefaultValue("")
          @Size(max = 2000, message = "must have at most 2000 characters") String description,
      @QueryParam("testShare")
          @DefaultValue("0.1")
          @DecimalMin(value = "0", inclusive = false, message = "must be above 0") @DecimalMax(value = "0.9", message = "must be at most 0.9") @Parameter(
              description =
                  "Part of each class that is to measure with, where the archive has no test/.")
          double testShare,
      @QueryParam("seed")
          @DefaultValue("42")
          @Parameter(description = "Chooses which images those are; the same one the same images.")
          long seed,
      @QueryParam("sha256")
          @Sha256Hex
          @Parameter(description = "Of the archive; what arrives is compared with it.")
          String sha256,
      @HeaderParam("Content-Length") @DefaultValue("-1") @Parameter(hidden = true)
          long contentLength,
      @HeaderParam("Prefer") @Parameter(example = "respond-async") List<String> prefer,
      InputStream archive) {
    var id = ids.next();
    var size = Math.max(0, contentLength);
    var draft =
        new DatasetDraft(
            id,
            projectId,
            name,
            description,
            new TestSplit(testShare, seed),
            size,
            Optional.ofNullable(sha256));
    var async = Preferences.respondAsync(prefer);
    upload.upload(draft, archive, !async);
    return UploadAnswer.of(datasets.get(id), async);
  }

  @POST
  @PermissionsAllowed(Permissions.DATASETS_CREATE)
  @Path("/uploads")
  @Operation(
      summary = "Begin to upload a dataset in parts, or image by image",
      description =
          "For large archives, and for uploads that may break off: get URLs by GET"
              + " /datasets/{id}/upload/urls, send the parts straight to the storage, then POST"
              + " /datasets/{id}/upload/complete. With kind IMAGES, send images to PUT"
              + " /datasets/{id}/images/{label}/{fileName} instead.")
  @APIResponse(
      responseCode = "201",
      description = "It is UPLOADING; upload tells the parts.",
      content = @Content(schema = @Schema(implementation = DatasetView.class)))
  public RestResponse<DatasetView> beginUpload(
      UUID projectId, @Valid @NotNull UploadRequest request) {
    var id = ids.next();
    var draft = request.draft(id, projectId);
    switch (request.kind()) {
      case ARCHIVE -> parts.begin(draft);
      case IMAGES -> images.begin(draft);
    }
    return UploadAnswer.begun(datasets.get(id));
  }

  @GET
  @PermissionsAllowed(Permissions.DATASETS_VIEW)
  @Operation(summary = "List a project's datasets, newest first; sort by name, version, createdAt")
  public Page<DatasetView> list(
      UUID projectId,
      @QueryParam("name") Optional<String> name,
      @QueryParam("status") Optional<DatasetStatus> status,
      @Valid @BeanParam PageQuery query) {
    return datasets.list(projectId, name, status, query);
  }
}
