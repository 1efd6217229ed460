package dev.trainyard.template.dataset;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /datasets}. */
@Path("/api/v1/datasets/{id}")
@Tag(name = "Datasets")
@Blocking
public class DatasetResource {
  private final DatasetService datasets;
  private final DatasetArchives archives;

  DatasetResource(DatasetService datasets, DatasetArchives archives) {
    this.datasets = datasets;
    this.archives = archives;
  }

  @GET
  @Operation(summary = "Read a dataset")
  public DatasetView get(UUID id) {
    return datasets.get(id);
  }

  @GET
  @Path("/content")
  @Operation(
      summary = "Fetch a dataset's archive: redirects to a URL that works for a limited time")
  @APIResponse(responseCode = "307", description = "Location is the archive's URL.")
  @APIResponse(responseCode = "409", description = "It is not READY: status.")
  public RestResponse<Void> content(UUID id) {
    return RestResponse.temporaryRedirect(archives.contentOf(id));
  }

  @DELETE
  @Operation(
      summary = "Delete a dataset that no template names and no process needs",
      description = "One that is UPLOADING or CHECKING is cancelled.")
  @APIResponse(responseCode = "204", description = "Deleted.")
  @APIResponse(
      responseCode = "409",
      description = "It is in use: templateId or processIds; see GET …/uses.")
  public void delete(UUID id) {
    archives.delete(id);
  }
}
