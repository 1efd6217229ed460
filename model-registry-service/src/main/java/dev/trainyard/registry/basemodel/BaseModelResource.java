package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Base models over HTTP. */
@Path("/api/v1/base-models")
@Tag(name = "base models", description = "What a training begins from.")
@Produces(MediaType.APPLICATION_JSON)
public class BaseModelResource {
  private final BaseModelService baseModels;

  BaseModelResource(BaseModelService baseModels) {
    this.baseModels = baseModels;
  }

  @GET
  @Operation(summary = "List base models")
  public Page<BaseModelView> list(
      @QueryParam("name") @Parameter(description = "The whole name, in any case.") String name,
      @BeanParam @Valid PageQuery page) {
    return baseModels.list(Optional.ofNullable(name), page);
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "Get a base model")
  @APIResponse(responseCode = "200", description = "The base model.")
  @APIResponse(responseCode = "404", description = "There is no such base model.")
  public BaseModelView get(UUID id) {
    return baseModels.get(id);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Make a base model of a trained model",
      description = "For further training. It stays when the trained model is deleted.")
  @APIResponse(
      responseCode = "201",
      description = "Created.",
      content = @Content(schema = @Schema(implementation = BaseModelView.class)))
  @APIResponse(responseCode = "404", description = "There is no such model.")
  @APIResponse(responseCode = "409", description = "The name is taken, or the model is not READY.")
  @APIResponse(responseCode = "422", description = "The model cannot serve as a base model.")
  public Response create(@NotNull @Valid CreateBaseModelRequest body) {
    var model = baseModels.create(body);
    return Response.created(URI.create("/api/v1/base-models/" + model.id())).entity(model).build();
  }

  @GET
  @Path("/{id}/archive")
  @Operation(
      summary = "Download a base model's archive",
      description =
          "A zip of one .pth file and config.yaml. Redirects to the storage. An archive of random"
              + " weights is made when it is first asked for; after that, the base model tells its"
              + " sha256 and sizeBytes.")
  @APIResponse(responseCode = "307", description = "Follow Location to the archive.")
  @APIResponse(responseCode = "404", description = "There is no such base model.")
  public Response archive(UUID id) {
    return Response.temporaryRedirect(baseModels.archive(id))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
