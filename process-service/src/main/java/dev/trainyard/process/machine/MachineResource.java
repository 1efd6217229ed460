package dev.trainyard.process.machine;

import dev.trainyard.kit.http.EntityTags;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.security.AgentScope;
import dev.trainyard.kit.security.OpenToAgents;
import dev.trainyard.kit.security.Permissions;
import dev.trainyard.process.rest.QueryValues;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Machines over REST. */
@Path("/api/v1/machines")
@Tag(name = "Machines", description = "The machines that train.")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class MachineResource {
  private final MachineService machines;
  private final AgentScope agents;

  MachineResource(MachineService machines, AgentScope agents) {
    this.machines = machines;
    this.agents = agents;
  }

  @POST
  @PermissionsAllowed(Permissions.MACHINES_CREATE)
  @Operation(
      summary = "Register a machine",
      description = "The same request again, with the same id, is answered with 200.")
  @APIResponse(
      responseCode = "201",
      description = "Registered",
      content = @Content(schema = @Schema(implementation = MachineView.class)))
  @APIResponse(responseCode = "409", description = "The name or the id is taken")
  public Response register(@Valid @NotNull RegisterMachineRequest request) {
    var result = machines.register(request);
    var location = URI.create("/api/v1/machines/" + result.view().id());
    var response = result.created() ? Response.created(location) : Response.ok();
    return tagged(response, result);
  }

  @GET
  @PermissionsAllowed(Permissions.MACHINES_VIEW)
  @Operation(summary = "List machines")
  public Page<MachineView> list(
      @Valid @BeanParam PageQuery query,
      @Parameter(description = "A part of the name; case does not matter.") @QueryParam("search")
          String search,
      @Parameter(description = "The whole name; case does not matter.") @QueryParam("name")
          String name,
      @Parameter(schema = @Schema(implementation = Availability.class)) @QueryParam("availability")
          String availability) {
    return machines.list(
        query,
        name,
        search,
        QueryValues.constant("availability", availability, Availability.class));
  }

  @GET
  @PermissionsAllowed(Permissions.MACHINES_VIEW)
  @OpenToAgents
  @Path("{id}")
  @Operation(summary = "Read a machine")
  @APIResponse(
      responseCode = "200",
      description = "The machine",
      content = @Content(schema = @Schema(implementation = MachineView.class)))
  public Response get(@PathParam("id") UUID id) {
    agents.requireMachine(id);
    return tagged(Response.ok(), machines.get(id));
  }

  @PUT
  @PermissionsAllowed(Permissions.MACHINES_EDIT)
  @Path("{id}")
  @Operation(
      summary = "Change a machine's name, address or description",
      description = "If-Match takes the ETag of the version that was read.")
  @APIResponse(
      responseCode = "200",
      description = "The machine as it is now",
      content = @Content(schema = @Schema(implementation = MachineView.class)))
  @APIResponse(responseCode = "412", description = "It was changed in the meantime")
  @APIResponse(responseCode = "428", description = "If-Match is missing")
  public Response update(
      @PathParam("id") UUID id,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @Valid @NotNull UpdateMachineRequest request) {
    return tagged(Response.ok(), machines.update(id, ifMatch, request));
  }

  @DELETE
  @PermissionsAllowed(Permissions.MACHINES_DELETE)
  @Path("{id}")
  @Operation(summary = "Delete a machine")
  @APIResponse(responseCode = "204", description = "Deleted")
  @APIResponse(responseCode = "409", description = "A process holds it")
  public void delete(@PathParam("id") UUID id) {
    machines.delete(id);
  }

  @POST
  @PermissionsAllowed(Permissions.MACHINES_MANAGE)
  @Path("{id}/enable")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Let new processes run on a machine")
  @APIResponse(
      responseCode = "200",
      description = "The machine as it is now",
      content = @Content(schema = @Schema(implementation = MachineView.class)))
  public Response enable(@PathParam("id") UUID id) {
    return tagged(Response.ok(), machines.enable(id, true));
  }

  @POST
  @PermissionsAllowed(Permissions.MACHINES_MANAGE)
  @Path("{id}/disable")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Let no new process run on a machine",
      description = "A process that runs on it goes on.")
  @APIResponse(
      responseCode = "200",
      description = "The machine as it is now",
      content = @Content(schema = @Schema(implementation = MachineView.class)))
  public Response disable(@PathParam("id") UUID id) {
    return tagged(Response.ok(), machines.enable(id, false));
  }

  @POST
  @PermissionsAllowed(Permissions.MACHINES_MANAGE)
  @Path("{id}/drain")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      summary = "Let a machine finish its run and take nothing new",
      description =
          "It is disabled at once; while its last run goes on, draining is true. When that has"
              + " ended, the event machine.drained says that it can be switched off. Enabling it"
              + " ends both. One that is disabled and has no run is left alone.")
  @APIResponse(
      responseCode = "200",
      description = "The machine as it is now",
      content = @Content(schema = @Schema(implementation = MachineView.class)))
  public Response drain(@PathParam("id") UUID id) {
    return tagged(Response.ok(), machines.drain(id));
  }

  private static Response tagged(Response.ResponseBuilder response, MachineService.Result result) {
    return response
        .entity(result.view())
        .header(HttpHeaders.ETAG, EntityTags.of(result.version()))
        .build();
  }
}
