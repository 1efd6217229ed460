package dev.trainyard.template.project;

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
import jakarta.ws.rs.QueryParam;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /projects}. */
@Path("/api/v1/projects")
@Tag(name = "Projects", description = "What holds datasets and templates.")
@Blocking
public class ProjectResource {
  private final ProjectService projects;

  ProjectResource(ProjectService projects) {
    this.projects = projects;
  }

  @POST
  @PermissionsAllowed(Permissions.PROJECTS_CREATE)
  @Operation(summary = "Create a project")
  public RestResponse<ProjectView> create(@Valid @NotNull ProjectRequest request) {
    var view = projects.create(request);
    return TaggedAnswer.created(URI.create("/api/v1/projects/" + view.id()), view, view.revision());
  }

  @GET
  @PermissionsAllowed(Permissions.PROJECTS_VIEW)
  @Operation(summary = "List projects, newest first; sort by name, createdAt or updatedAt")
  public Page<ProjectView> list(
      @QueryParam("name") Optional<String> name, @Valid @BeanParam PageQuery query) {
    return projects.list(name, query);
  }

  @GET
  @PermissionsAllowed(Permissions.PROJECTS_VIEW)
  @Path("/{id}")
  @Operation(summary = "Read a project")
  public RestResponse<ProjectView> get(UUID id) {
    return tagged(projects.get(id));
  }

  @PUT
  @PermissionsAllowed(Permissions.PROJECTS_EDIT)
  @Path("/{id}")
  @Operation(summary = "Change a project; If-Match holds the ETag it was read with")
  public RestResponse<ProjectView> update(
      UUID id, @HeaderParam("If-Match") String ifMatch, @Valid @NotNull ProjectRequest request) {
    return tagged(projects.update(id, ifMatch, request));
  }

  @DELETE
  @PermissionsAllowed(Permissions.PROJECTS_DELETE)
  @Path("/{id}")
  @Operation(summary = "Delete a project that holds no datasets and templates")
  public void delete(UUID id) {
    projects.delete(id);
  }

  private static RestResponse<ProjectView> tagged(ProjectView view) {
    return TaggedAnswer.ok(view, view.revision());
  }
}
