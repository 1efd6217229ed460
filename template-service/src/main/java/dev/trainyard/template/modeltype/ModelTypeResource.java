package dev.trainyard.template.modeltype;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.trainyard.kit.http.TaggedAnswer;
import dev.trainyard.kit.security.Permissions;
import dev.trainyard.template.parameters.TrainingParameterSchema;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriBuilder;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /model-types}. */
@Path("/api/v1/model-types")
@Tag(name = "Model types", description = "What a model can be for.")
@Blocking
public class ModelTypeResource {
  private final ModelTypeService types;

  ModelTypeResource(ModelTypeService types) {
    this.types = types;
  }

  @GET
  @PermissionsAllowed(Permissions.TEMPLATES_VIEW)
  @Operation(summary = "List the model types, oldest first")
  public List<ModelTypeView> list() {
    return types.list();
  }

  @POST
  @PermissionsAllowed(Permissions.TEMPLATES_MANAGE)
  @Operation(
      summary = "Create a model type",
      description = "Templates of it begin with its parameters where they say nothing else.")
  @APIResponse(
      responseCode = "201",
      description = "Created.",
      content = @Content(schema = @Schema(implementation = ModelTypeView.class)))
  public RestResponse<ModelTypeView> create(@Valid @NotNull ModelTypeRequest request)
      throws JsonMappingException {
    var view = types.create(request);
    return TaggedAnswer.created(
        UriBuilder.fromPath("/api/v1/model-types/{name}").build(view.name()),
        view,
        view.revision());
  }

  @GET
  @PermissionsAllowed(Permissions.TEMPLATES_VIEW)
  @Path("/{name}")
  @Operation(summary = "Read a model type")
  public RestResponse<ModelTypeView> get(String name) {
    return tagged(types.get(name));
  }

  @PUT
  @PermissionsAllowed(Permissions.TEMPLATES_MANAGE)
  @Path("/{name}")
  @Operation(
      summary = "Change a model type; If-Match holds the ETag it was read with",
      description = "Templates that there are keep their parameters.")
  public RestResponse<ModelTypeView> update(
      String name,
      @HeaderParam("If-Match") String ifMatch,
      @Valid @NotNull ModelTypeRequest request)
      throws JsonMappingException {
    return tagged(types.update(name, ifMatch, request));
  }

  @DELETE
  @PermissionsAllowed(Permissions.TEMPLATES_MANAGE)
  @Path("/{name}")
  @Operation(summary = "Delete a model type that no template is of")
  public void delete(String name) {
    types.delete(name);
  }

  @GET
  @PermissionsAllowed(Permissions.TEMPLATES_VIEW)
  @Path("/{name}/parameter-schema")
  @Produces({MediaType.APPLICATION_JSON, "application/schema+json"})
  @Operation(
      summary = "Read the JSON Schema of the training parameters, with this type's defaults",
      description = "Otherwise as GET /api/v1/training-parameters/schema.")
  public Map<String, Object> parameterSchema(String name) throws JsonMappingException {
    var type = types.get(name).name();
    return TrainingParameterSchema.create(
        TrainingParameterSchema.ID + ":" + type, types.parameters(type, null));
  }

  private static RestResponse<ModelTypeView> tagged(ModelTypeView view) {
    return TaggedAnswer.ok(view, view.revision());
  }
}
