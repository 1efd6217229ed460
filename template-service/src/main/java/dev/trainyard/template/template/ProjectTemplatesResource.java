package dev.trainyard.template.template;

import dev.trainyard.kit.http.EntityTags;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /projects/{id}/templates}. */
@Path("/api/v1/projects/{projectId}/templates")
@Tag(name = "Templates", description = "Trainings described once, to be run many times.")
@Blocking
public class ProjectTemplatesResource {
  private final TemplateEditor editor;
  private final TemplateService templates;

  ProjectTemplatesResource(TemplateEditor editor, TemplateService templates) {
    this.editor = editor;
    this.templates = templates;
  }

  @POST
  @Operation(summary = "Create a template")
  public RestResponse<TemplateView> create(
      UUID projectId, @Valid @NotNull TemplateRequest request) {
    var view = editor.create(projectId, request);
    return RestResponse.ResponseBuilder.<TemplateView>created(
            URI.create("/api/v1/templates/" + view.id()))
        .entity(view)
        .header(HttpHeaders.ETAG, EntityTags.of(view.revision()))
        .build();
  }

  @GET
  @Operation(
      summary = "List a project's templates, newest first; sort by name, createdAt, updatedAt")
  public Page<TemplateView> list(
      UUID projectId,
      @QueryParam("name") Optional<String> name,
      @Valid @BeanParam PageQuery query) {
    return templates.list(projectId, name, query);
  }
}
