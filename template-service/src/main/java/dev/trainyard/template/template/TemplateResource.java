package dev.trainyard.template.template;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.trainyard.kit.http.ContentDisposition;
import dev.trainyard.kit.http.TaggedAnswer;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /templates}. */
@Path("/api/v1/templates/{id}")
@Tag(name = "Templates")
@Blocking
public class TemplateResource {
  private final TemplateEditor editor;
  private final TemplateService templates;
  private final TemplateDeletion deletion;
  private final TemplateHistory history;
  private final TemplateSnapshots snapshots;
  private final TemplateDocuments documents;

  TemplateResource(
      TemplateEditor editor,
      TemplateService templates,
      TemplateDeletion deletion,
      TemplateHistory history,
      TemplateSnapshots snapshots,
      TemplateDocuments documents) {
    this.editor = editor;
    this.templates = templates;
    this.deletion = deletion;
    this.history = history;
    this.snapshots = snapshots;
    this.documents = documents;
  }

  @GET
  @PermissionsAllowed(Permissions.TEMPLATES_VIEW)
  @Operation(summary = "Read a template")
  public RestResponse<TemplateView> get(UUID id) {
    return tagged(templates.get(id));
  }

  @PUT
  @PermissionsAllowed(Permissions.TEMPLATES_EDIT)
  @Operation(
      summary = "Change a template; If-Match holds the ETag it was read with",
      description =
          "A parameter that is left out takes the platform's default, not the model type's: what"
              + " was read can be put back as it was.")
  public RestResponse<TemplateView> update(
      UUID id, @HeaderParam("If-Match") String ifMatch, @Valid @NotNull TemplateRequest request)
      throws JsonMappingException {
    return tagged(editor.update(id, ifMatch, request));
  }

  @DELETE
  @PermissionsAllowed(Permissions.TEMPLATES_DELETE)
  @Operation(summary = "Delete a template that no unfinished process uses; finished ones stay")
  @APIResponse(responseCode = "204", description = "Deleted.")
  @APIResponse(responseCode = "409", description = "A process has not finished; processIds.")
  public void delete(UUID id) {
    deletion.delete(id);
  }

  @POST
  @PermissionsAllowed(Permissions.TEMPLATES_CREATE)
  @Path("/clone")
  @Operation(
      summary = "Make another template of this one",
      description =
          "With another name, or in another project. Without a name, -copy is added to the"
              + " original's.")
  @APIResponse(
      responseCode = "201",
      description = "Created.",
      content = @Content(schema = @Schema(implementation = TemplateView.class)))
  public RestResponse<TemplateView> copy(UUID id, @Valid CloneTemplateRequest request) {
    return created(
        editor.copy(id, request != null ? request : new CloneTemplateRequest(null, null)));
  }

  @GET
  @PermissionsAllowed(Permissions.TEMPLATES_VIEW)
  @Path("/export")
  @Produces(TemplateDocuments.MEDIA_TYPE)
  @Operation(
      summary = "Export a template as a document",
      description = "For POST /api/v1/projects/{projectId}/templates/import, here or elsewhere.")
  @APIResponse(
      responseCode = "200",
      description = "The document.",
      content =
          @Content(
              mediaType = TemplateDocuments.MEDIA_TYPE,
              schema = @Schema(implementation = TemplateDocument.class)))
  public RestResponse<String> export(UUID id) {
    var template = templates.get(id);
    return RestResponse.ResponseBuilder.ok(documents.write(template))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment(template.name() + ".yaml"))
        .build();
  }

  @GET
  @PermissionsAllowed(Permissions.TEMPLATES_VIEW)
  @Path("/revisions")
  @Operation(
      summary = "List what a template said, newest first",
      description = "Each revision with what it changed. Processes tell the revision they run.")
  public Page<TemplateRevisionView> revisions(UUID id, @Valid @BeanParam PageQuery query) {
    return history.list(id, query);
  }

  @GET
  @PermissionsAllowed(Permissions.TEMPLATES_VIEW)
  @Path("/revisions/{revision}")
  @Operation(summary = "Read what a template said at one of its revisions")
  public TemplateRevisionView revision(UUID id, int revision) {
    return history.get(id, revision);
  }

  @GET
  @PermissionsAllowed(Permissions.TEMPLATES_VIEW)
  @Path("/snapshot")
  @Operation(
      summary = "Read what a process takes over from the template",
      description = "The dataset is the one asked for, the template's, or the project's newest.")
  public TemplateSnapshot snapshot(UUID id, @QueryParam("datasetId") Optional<UUID> datasetId) {
    return snapshots.of(id, datasetId);
  }

  static RestResponse<TemplateView> created(TemplateView view) {
    return TaggedAnswer.created(
        URI.create("/api/v1/templates/" + view.id()), view, view.revision());
  }

  private static RestResponse<TemplateView> tagged(TemplateView view) {
    return TaggedAnswer.ok(view, view.revision());
  }
}
