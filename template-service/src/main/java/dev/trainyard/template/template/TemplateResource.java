package dev.trainyard.template.template;

import dev.trainyard.kit.http.EntityTags;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /templates}. */
@Path("/api/v1/templates/{id}")
@Tag(name = "Templates")
@Blocking
public class TemplateResource {
  private final TemplateEditor editor;
  private final TemplateService templates;

  TemplateResource(TemplateEditor editor, TemplateService templates) {
    this.editor = editor;
    this.templates = templates;
  }

  @GET
  @Operation(summary = "Read a template")
  public RestResponse<TemplateView> get(UUID id) {
    return tagged(templates.get(id));
  }

  @PUT
  @Operation(summary = "Change a template; If-Match holds the ETag it was read with")
  public RestResponse<TemplateView> update(
      UUID id, @HeaderParam("If-Match") String ifMatch, @Valid @NotNull TemplateRequest request) {
    return tagged(editor.update(id, ifMatch, request));
  }

  @DELETE
  @Operation(summary = "Delete a template; its processes stay")
  public void delete(UUID id) {
    templates.delete(id);
  }

  @GET
  @Path("/snapshot")
  @Operation(
      summary = "Read what a process takes over from the template",
      description = "The dataset is the one asked for, the template's, or the project's newest.")
  public TemplateSnapshot snapshot(UUID id, @QueryParam("datasetId") Optional<UUID> datasetId) {
    return templates.snapshot(id, datasetId);
  }

  private static RestResponse<TemplateView> tagged(TemplateView view) {
    return RestResponse.ResponseBuilder.ok(view)
        .header(HttpHeaders.ETAG, EntityTags.of(view.revision()))
        .build();
  }
}
