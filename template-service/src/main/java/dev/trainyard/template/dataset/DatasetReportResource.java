package dev.trainyard.template.dataset;

import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /datasets/{id}/report} and {@code /datasets/{id}/thumbnails}. */
@Path("/api/v1/datasets/{id}")
@Tag(name = "Datasets")
@Blocking
public class DatasetReportResource {
  private static final String JPEG = "image/jpeg";

  private final DatasetReportService reports;

  DatasetReportResource(DatasetReportService reports) {
    this.reports = reports;
  }

  @GET
  @PermissionsAllowed(Permissions.DATASETS_VIEW)
  @Path("/report")
  @Operation(
      summary = "Read what the check of a dataset found, be it READY or REJECTED",
      description = "There is none of an upload that never arrived.")
  @APIResponse(responseCode = "200", description = "What the check found.")
  @APIResponse(responseCode = "409", description = "The check has not ended: status.")
  public ReportView report(UUID id) {
    return reports.report(id);
  }

  @GET
  @PermissionsAllowed(Permissions.DATASETS_VIEW)
  @Path("/thumbnails/{number}")
  @Produces(JPEG)
  @Operation(summary = "Get a small picture of an image; the report lists them")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(mediaType = JPEG, schema = @Schema(type = SchemaType.STRING, format = "binary")))
  public RestResponse<byte[]> thumbnail(UUID id, int number) {
    return RestResponse.ResponseBuilder.ok(reports.thumbnail(id, number))
        // It never changes.
        .header("Cache-Control", "private, max-age=31536000, immutable")
        .build();
  }
}
