package dev.trainyard.monitoring.machine;

import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How busy machines were. */
@Path("/api/v1/monitoring/machines")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Machines")
public class LoadHistoryResource {
  private final LoadHistoryService history;
  private final Clock clock;

  LoadHistoryResource(LoadHistoryService history, Clock clock) {
    this.history = history;
    this.clock = clock;
  }

  @GET
  @PermissionsAllowed(Permissions.MONITORING_VIEW)
  @Path("/{machineId}/load/history")
  @Operation(
      summary = "Load of a machine over time",
      description =
          "Processor, memory, disk and each GPU, and whether a process was at work: of each step the"
              + " mean and the peak of all heartbeats. Shares are 0 to 1, the rest is in bytes.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = LoadHistoryView.class)))
  @APIResponse(responseCode = "400", description = "The range or a number is not valid.")
  @APIResponse(responseCode = "404", description = "Nothing is known of the machine.")
  public LoadHistoryView load(
      @PathParam("machineId") UUID machineId, @Valid @BeanParam LoadRange range) {
    return history.load(machineId, range.steps(clock.instant()));
  }

  @GET
  @PermissionsAllowed(Permissions.MONITORING_VIEW)
  @Path("/running")
  @Operation(
      summary = "Running processes over time",
      description =
          "How many processes were at work at once, on average over each step: in total, by model"
              + " type, and on each of the machines that were busy most.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = RunningView.class)))
  @APIResponse(responseCode = "400", description = "The range or a number is not valid.")
  public RunningView running(
      @Valid @BeanParam LoadRange range,
      @QueryParam("maxMachines")
          @DefaultValue("50")
          @Min(1) @Max(500) @Parameter(description = "Machines at most that are told of one by one, 1 to 500.")
          int maxMachines) {
    return history.running(range.steps(clock.instant()), maxMachines);
  }
}
