package dev.trainyard.monitoring.process;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.security.Permissions;
import dev.trainyard.monitoring.query.QueryValues;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How processes stand. */
@Path("/api/v1/monitoring/processes")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Processes")
public class ProcessResource {
  private final ProcessMonitor monitor;

  ProcessResource(ProcessMonitor monitor) {
    this.monitor = monitor;
  }

  @GET
  @PermissionsAllowed(Permissions.MONITORING_VIEW)
  @Operation(summary = "How all processes stand, the newest first")
  public Page<ProcessView> list(
      @QueryParam("status")
          @Parameter(
              description = "Only processes in this status.",
              schema = @Schema(implementation = ProcessStatus.class))
          String status,
      @Valid @BeanParam PageQuery page) {
    return monitor.list(
        QueryValues.constant("status", status, ProcessStatus.class).orElse(null), page);
  }

  @GET
  @PermissionsAllowed(Permissions.MONITORING_VIEW)
  @Path("/{processId}")
  @Operation(
      summary = "How a process stands",
      description = "Status, newest measurements, the line above the chart, the remaining time.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = ProcessView.class)))
  @APIResponse(responseCode = "404", description = "Nothing is known of the process.")
  public ProcessView view(@PathParam("processId") UUID processId) {
    return monitor.view(processId);
  }
}
