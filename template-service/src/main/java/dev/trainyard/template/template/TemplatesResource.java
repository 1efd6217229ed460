package dev.trainyard.template.template;

import dev.trainyard.kit.http.QueryId;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /templates}, of all projects. */
@Path("/api/v1/templates")
@Tag(name = "Templates")
@Blocking
public class TemplatesResource {
  private final TemplateService templates;

  TemplatesResource(TemplateService templates) {
    this.templates = templates;
  }

  @GET
  @PermissionsAllowed(Permissions.TEMPLATES_VIEW)
  @Operation(summary = "List templates, newest first; sort by name, createdAt, updatedAt")
  public Page<TemplateView> list(
      @QueryParam("projectId") @Parameter(schema = @Schema(implementation = UUID.class))
          String projectId,
      @BeanParam TemplateFilter filter,
      @Valid @BeanParam PageQuery query) {
    return templates.list(QueryId.optional("projectId", projectId), filter, query);
  }
}
