package dev.trainyard.template.template;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.InputStream;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /projects/{id}/templates}. */
@Path("/api/v1/projects/{projectId}/templates")
@Tag(name = "Templates", description = "Trainings described once, to be run many times.")
@Blocking
public class ProjectTemplatesResource {
  private final TemplateEditor editor;
  private final TemplateService templates;
  private final TemplateDocuments documents;

  ProjectTemplatesResource(
      TemplateEditor editor, TemplateService templates, TemplateDocuments documents) {
    this.editor = editor;
    this.templates = templates;
    this.documents = documents;
  }

  @POST
  @PermissionsAllowed(Permissions.TEMPLATES_CREATE)
  @Operation(summary = "Create a template")
  public RestResponse<TemplateView> create(UUID projectId, @Valid @NotNull TemplateRequest request)
      throws JsonMappingException {
    return TemplateResource.created(editor.create(projectId, request));
  }

  @POST
  @PermissionsAllowed(Permissions.TEMPLATES_CREATE)
  @Path("/import")
  @Consumes(TemplateDocuments.MEDIA_TYPE)
  @Operation(
      summary = "Create a template from a document that was exported",
      description =
          "The base model and the dataset are looked for by name. Without a dataset the template"
              + " takes the project's newest.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = TemplateDocuments.MEDIA_TYPE,
              schema = @Schema(implementation = TemplateDocument.class)))
  @APIResponse(
      responseCode = "201",
      description = "Created.",
      content = @Content(schema = @Schema(implementation = TemplateView.class)))
  public RestResponse<TemplateView> importFrom(UUID projectId, InputStream document)
      throws JsonMappingException {
    return TemplateResource.created(editor.create(projectId, documents.read(projectId, document)));
  }

  @GET
  @PermissionsAllowed(Permissions.TEMPLATES_VIEW)
  @Operation(
      summary = "List a project's templates, newest first; sort by name, createdAt, updatedAt")
  public Page<TemplateView> list(
      UUID projectId, @BeanParam TemplateFilter filter, @Valid @BeanParam PageQuery query) {
    return templates.list(projectId, filter, query);
  }
}
