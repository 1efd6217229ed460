package dev.trainyard.registry.gate;

import dev.trainyard.kit.http.TaggedAnswer;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Gates over HTTP. */
@Path("/api/v1/gates")
@Tag(name = "gates", description = "What models must reach before they can take an alias.")
@Produces(MediaType.APPLICATION_JSON)
public class GateResource {
  private static final String PUT_DESCRIPTION =
      "The first time without If-Match; after that with the ETag that was read. Models that are"
          + " registered from now on are judged by it; those that there are, when asked for.";

  private final Gates gates;

  GateResource(Gates gates) {
    this.gates = gates;
  }

  @GET
  @PermissionsAllowed(Permissions.MODELS_VIEW)
  @Operation(summary = "List all gates, the last changed first")
  public Page<GateView> list(@BeanParam @Valid PageQuery page) {
    return gates.list(page);
  }

  @GET
  @PermissionsAllowed(Permissions.MODELS_VIEW)
  @Path("/projects/{projectId}")
  @Operation(summary = "Get the gate of a project")
  @APIResponse(responseCode = "200", description = "The gate.")
  @APIResponse(responseCode = "404", description = "The project has none.")
  public RestResponse<GateView> ofProject(UUID projectId) {
    return ok(gates.get(GateScope.PROJECT, projectId));
  }

  @PUT
  @PermissionsAllowed(Permissions.MODELS_MANAGE)
  @Path("/projects/{projectId}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make or change the gate of a project", description = PUT_DESCRIPTION)
  @APIResponse(responseCode = "200", description = "Changed.")
  @APIResponse(
      responseCode = "201",
      description = "Made.",
      content = @Content(schema = @Schema(implementation = GateView.class)))
  @APIResponse(responseCode = "412", description = "The gate was changed meanwhile.")
  public RestResponse<GateView> putOfProject(
      UUID projectId,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @NotNull @Valid GateRequest body) {
    return put("projects/", GateScope.PROJECT, projectId, ifMatch, body);
  }

  @DELETE
  @PermissionsAllowed(Permissions.MODELS_MANAGE)
  @Path("/projects/{projectId}")
  @Operation(summary = "Delete the gate of a project", description = "No model changes by that.")
  @APIResponse(responseCode = "204", description = "Deleted.")
  @APIResponse(responseCode = "404", description = "The project has none.")
  public void deleteOfProject(UUID projectId) {
    gates.delete(GateScope.PROJECT, projectId);
  }

  @GET
  @PermissionsAllowed(Permissions.MODELS_VIEW)
  @Path("/templates/{templateId}")
  @Operation(summary = "Get the gate of a template")
  @APIResponse(responseCode = "200", description = "The gate.")
  @APIResponse(responseCode = "404", description = "The template has none.")
  public RestResponse<GateView> ofTemplate(UUID templateId) {
    return ok(gates.get(GateScope.TEMPLATE, templateId));
  }

  @PUT
  @PermissionsAllowed(Permissions.MODELS_MANAGE)
  @Path("/templates/{templateId}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Make or change the gate of a template; it stands in place of the project's",
      description = PUT_DESCRIPTION)
  @APIResponse(responseCode = "200", description = "Changed.")
  @APIResponse(
      responseCode = "201",
      description = "Made.",
      content = @Content(schema = @Schema(implementation = GateView.class)))
  @APIResponse(responseCode = "412", description = "The gate was changed meanwhile.")
  public RestResponse<GateView> putOfTemplate(
      UUID templateId,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @NotNull @Valid GateRequest body) {
    return put("templates/", GateScope.TEMPLATE, templateId, ifMatch, body);
  }

  @DELETE
  @PermissionsAllowed(Permissions.MODELS_MANAGE)
  @Path("/templates/{templateId}")
  @Operation(
      summary = "Delete the gate of a template; the project's applies again",
      description = "No model changes by that.")
  @APIResponse(responseCode = "204", description = "Deleted.")
  @APIResponse(responseCode = "404", description = "The template has none.")
  public void deleteOfTemplate(UUID templateId) {
    gates.delete(GateScope.TEMPLATE, templateId);
  }

  private RestResponse<GateView> put(
      String path, GateScope scope, UUID ownerId, String ifMatch, GateRequest body) {
    var change = gates.put(scope, ownerId, ifMatch, body);
    return change.created()
        ? TaggedAnswer.created(
            URI.create("/api/v1/gates/" + path + ownerId), change.gate(), change.gate().revision())
        : ok(change.gate());
  }

  private static RestResponse<GateView> ok(GateView gate) {
    return TaggedAnswer.ok(gate, gate.revision());
  }
}
