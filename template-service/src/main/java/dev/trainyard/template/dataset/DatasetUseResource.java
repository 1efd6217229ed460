package dev.trainyard.template.dataset;

import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /datasets/{id}/uses}. */
@Path("/api/v1/datasets/{id}/uses")
@Tag(name = "Datasets")
@Blocking
public class DatasetUseResource {
  private final DatasetService datasets;

  DatasetUseResource(DatasetService datasets) {
    this.datasets = datasets;
  }

  @GET
  @PermissionsAllowed(Permissions.DATASETS_VIEW)
  @Operation(summary = "List the templates and processes that a dataset cannot be deleted for")
  public DatasetUsesView list(UUID id) {
    return datasets.uses(id);
  }

  @PUT
  @PermissionsAllowed(Permissions.DATASETS_MANAGE)
  @Path("/{processId}")
  @Operation(
      summary = "Say that a process is to train on this dataset; for the process service",
      description =
          "Holds until the process has succeeded or is deleted, or for a day if there is no event"
              + " of such a process.")
  @APIResponse(responseCode = "204", description = "It is held.")
  @APIResponse(
      responseCode = "409",
      description = "It is not READY, or its archive is known to be lost or damaged.")
  public void hold(UUID id, UUID processId, @Valid @NotNull DatasetUseRequest request) {
    datasets.hold(id, processId, request.templateId());
  }

  @DELETE
  @PermissionsAllowed(Permissions.DATASETS_MANAGE)
  @Path("/{processId}")
  @Operation(summary = "Say that the process was not made after all; for the process service")
  public void release(UUID id, UUID processId) {
    datasets.release(id, processId);
  }
}
