package dev.trainyard.process.process;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.security.Permissions;
import dev.trainyard.process.rest.QueryValues;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestResponse;

/** Processes over REST. */
@Path("/api/v1/processes")
@Tag(name = "Processes", description = "Runs of training templates on machines.")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class ProcessResource {
  private final ProcessCreation creation;
  private final ProcessService processes;

  ProcessResource(ProcessCreation creation, ProcessService processes) {
    this.creation = creation;
    this.processes = processes;
  }

  @POST
  @PermissionsAllowed(Permissions.PROCESSES_CREATE)
  @Operation(
      summary = "Create a process",
      description = "It holds its machine until it ends or is deleted.")
  @APIResponse(
      responseCode = "201",
      description = "Created",
      content = @Content(schema = @Schema(implementation = ProcessView.class)))
  @APIResponse(
      responseCode = "200",
      description = "It was created by an earlier request with its id")
  @APIResponse(
      responseCode = "409",
      description =
          "Another process holds the machine, the machine is disabled, or the dataset was deleted")
  public RestResponse<ProcessView> create(@Valid @NotNull CreateProcessRequest request) {
    return answer(creation.create(request));
  }

  private static RestResponse<ProcessView> answer(ProcessCreation.Made made) {
    var view = made.view();
    if (!made.anew()) {
      return RestResponse.ok(view);
    }
    return RestResponse.ResponseBuilder.<ProcessView>created(
            URI.create("/api/v1/processes/" + view.id()))
        .entity(view)
        .build();
  }

  @GET
  @PermissionsAllowed(Permissions.PROCESSES_VIEW)
  @Operation(summary = "List processes")
  public Page<ProcessView> list(
      @Valid @BeanParam PageQuery query,
      @Parameter(
              description = "May be given several times: any of them.",
              schema = @Schema(implementation = ProcessStatus.class))
          @QueryParam("status")
          List<String> status,
      @QueryParam("machineId") String machineId,
      @QueryParam("templateId") String templateId,
      @QueryParam("projectId") String projectId,
      @Parameter(description = "The whole name of what it begins from; case does not matter.")
          @QueryParam("baseModel")
          String baseModel,
      @Parameter(description = "A part of the name; case does not matter.") @QueryParam("search")
          String search,
      @Parameter(description = "Created then or later, as 2026-11-23T00:00:00Z.")
          @QueryParam("createdFrom")
          String createdFrom,
      @Parameter(description = "Created before that.") @QueryParam("createdTo") String createdTo) {
    return processes.list(
        query,
        new ProcessFilter(
            QueryValues.constants("status", status, ProcessStatus.class),
            QueryValues.uuid("machineId", machineId),
            QueryValues.uuid("templateId", templateId),
            QueryValues.uuid("projectId", projectId),
            baseModel,
            search,
            QueryValues.instant("createdFrom", createdFrom),
            QueryValues.instant("createdTo", createdTo)));
  }

  @GET
  @PermissionsAllowed(Permissions.PROCESSES_VIEW)
  @Path("{id}")
  @Operation(summary = "Read a process")
  public ProcessView get(@PathParam("id") UUID id) {
    return processes.get(id);
  }

  @DELETE
  @PermissionsAllowed(Permissions.PROCESSES_DELETE)
  @Path("{id}")
  @Operation(summary = "Delete a process that does not run")
  @APIResponse(responseCode = "204", description = "Deleted")
  @APIResponse(responseCode = "409", description = "It runs or is switched off")
  public void delete(@PathParam("id") UUID id) {
    processes.delete(id);
  }

  @POST
  @PermissionsAllowed(Permissions.PROCESSES_EDIT)
  @Path("{id}/start")
  @ResponseStatus(202)
  @Operation(
      summary = "Start a process",
      description =
          "A stopped or failed one goes on from its last checkpoint unless fromScratch is true."
              + " One that already runs is left alone.")
  @APIResponse(
      responseCode = "202",
      description = "The process as it is now",
      content = @Content(schema = @Schema(implementation = ProcessView.class)))
  @APIResponse(
      responseCode = "409",
      description = "Its state does not allow it, or its machine is not ready")
  public ProcessView start(@PathParam("id") UUID id, @Valid StartProcessRequest request) {
    return processes.start(id, request != null ? request : StartProcessRequest.PLAIN);
  }

  @POST
  @PermissionsAllowed(Permissions.PROCESSES_EDIT)
  @Path("{id}/restart")
  @ResponseStatus(202)
  @Operation(
      summary = "Stop a process with a checkpoint and start it again",
      description =
          "It goes on from the checkpoint unless fromScratch is true. One that has stopped or"
              + " failed is started. With attempt, the attempt that is to be followed, the request"
              + " can be sent again: a process that has come further is left alone.")
  @APIResponse(
      responseCode = "202",
      description = "The process as it is now",
      content = @Content(schema = @Schema(implementation = ProcessView.class)))
  @APIResponse(
      responseCode = "409",
      description = "Its state does not allow it, or its machine is not ready")
  public ProcessView restart(@PathParam("id") UUID id, @Valid StartProcessRequest request) {
    return processes.restart(id, request != null ? request : StartProcessRequest.PLAIN);
  }

  @POST
  @PermissionsAllowed(Permissions.PROCESSES_CREATE)
  @Path("{id}/clone")
  @Operation(
      summary = "Make another process of one",
      description = "With the template and the dataset as they were for that one.")
  @APIResponse(
      responseCode = "201",
      description = "Created",
      content = @Content(schema = @Schema(implementation = ProcessView.class)))
  @APIResponse(
      responseCode = "200",
      description = "It was created by an earlier request with its id")
  @APIResponse(
      responseCode = "409",
      description =
          "Another process holds the machine, the machine is disabled, or the dataset was deleted")
  public RestResponse<ProcessView> copy(
      @PathParam("id") UUID id, @Valid CloneProcessRequest request) {
    return answer(
        creation.copy(
            id, request != null ? request : new CloneProcessRequest(null, null, null, false)));
  }

  @POST
  @PermissionsAllowed(Permissions.PROCESSES_EDIT)
  @Path("{id}/stop")
  @Consumes(MediaType.WILDCARD)
  @ResponseStatus(202)
  @Operation(
      summary = "Stop a process with a checkpoint",
      description =
          "One that is already stopping, or has stopped, is left alone. A start that waits for its"
              + " machine is given up.")
  @APIResponse(
      responseCode = "202",
      description = "The process as it is now",
      content = @Content(schema = @Schema(implementation = ProcessView.class)))
  @APIResponse(responseCode = "409", description = "Its state does not allow it")
  public ProcessView stop(@PathParam("id") UUID id) {
    return processes.stop(id);
  }

  @POST
  @PermissionsAllowed(Permissions.PROCESSES_EDIT)
  @Path("{id}/enable")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Switch a process on")
  public ProcessView enable(@PathParam("id") UUID id) {
    return processes.enable(id, true);
  }

  @POST
  @PermissionsAllowed(Permissions.PROCESSES_EDIT)
  @Path("{id}/disable")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Switch a process off",
      description = "Start, stop and delete are refused until it is switched on; a run goes on.")
  public ProcessView disable(@PathParam("id") UUID id) {
    return processes.enable(id, false);
  }

  @GET
  @PermissionsAllowed(Permissions.PROCESSES_VIEW)
  @Path("{id}/stages")
  @Operation(summary = "List the launch stages of all attempts")
  public Page<StageView> stages(@PathParam("id") UUID id) {
    var stages = processes.stages(id);
    return new Page<>(stages, 0, stages.size(), stages.size());
  }
}
