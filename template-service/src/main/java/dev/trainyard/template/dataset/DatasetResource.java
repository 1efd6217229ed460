package dev.trainyard.template.dataset;

import dev.trainyard.kit.download.DownloadRequest;
import dev.trainyard.kit.download.Downloads;
import dev.trainyard.kit.security.AgentScope;
import dev.trainyard.kit.security.OpenToAgents;
import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /datasets}. */
@Path("/api/v1/datasets/{id}")
@Tag(name = "Datasets")
@Blocking
public class DatasetResource {
  private final AgentScope agents;
  private final DatasetService datasets;
  private final DatasetArchives archives;
  private final Downloads downloads;

  DatasetResource(
      DatasetService datasets, DatasetArchives archives, Downloads downloads, AgentScope agents) {
    this.agents = agents;
    this.datasets = datasets;
    this.archives = archives;
    this.downloads = downloads;
  }

  @GET
  @PermissionsAllowed(Permissions.DATASETS_VIEW)
  @Operation(summary = "Read a dataset")
  public DatasetView get(UUID id) {
    return datasets.get(id);
  }

  @GET
  @PermissionsAllowed(Permissions.DATASETS_VIEW)
  @OpenToAgents
  @Path("/content")
  @Produces(MediaType.WILDCARD)
  @Operation(
      summary = "Download a dataset's archive",
      description = "Redirects to the storage, or sends the archive, also in parts (Range).")
  @APIResponse(responseCode = "200", description = "The archive.")
  @APIResponse(responseCode = "206", description = "The part that Range asks for.")
  @APIResponse(responseCode = "307", description = "Follow Location to the archive.")
  @APIResponse(responseCode = "409", description = "It is not READY: status.")
  @APIResponse(responseCode = "416", description = "The range begins behind the end.")
  public Response content(UUID id, @BeanParam DownloadRequest request) {
    agents.requireDataset(id);
    return downloads.get(archives.archiveOf(id), request);
  }

  @HEAD
  @PermissionsAllowed(Permissions.DATASETS_VIEW)
  @OpenToAgents
  @Path("/content")
  @Operation(summary = "Tell size and digest of a dataset's archive, in headers")
  @APIResponse(responseCode = "200", description = "See Content-Length, ETag and Repr-Digest.")
  public Response contentHead(UUID id) {
    agents.requireDataset(id);
    return downloads.head(archives.archiveOf(id));
  }

  @DELETE
  @PermissionsAllowed(Permissions.DATASETS_DELETE)
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
