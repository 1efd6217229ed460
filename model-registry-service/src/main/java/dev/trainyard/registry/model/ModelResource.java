package dev.trainyard.registry.model;

import dev.trainyard.kit.download.DownloadRequest;
import dev.trainyard.kit.download.Downloads;
import dev.trainyard.kit.http.EntityTags;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.security.OpenToAgents;
import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Models over HTTP. */
@Path("/api/v1/models")
@Tag(name = "models", description = "Trained models and their archives.")
@Produces(MediaType.APPLICATION_JSON)
public class ModelResource {
  private final OwnModels agents;
  private final ModelUploads uploads;
  private final ModelService models;
  private final ModelSearch search;
  private final Downloads downloads;

  ModelResource(
      ModelUploads uploads,
      ModelService models,
      ModelSearch search,
      Downloads downloads,
      OwnModels agents) {
    this.agents = agents;
    this.uploads = uploads;
    this.models = models;
    this.search = search;
    this.downloads = downloads;
  }

  @POST
  @PermissionsAllowed(Permissions.MODELS_CREATE)
  @OpenToAgents
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Register a model and get an address to upload its archive to",
      description = "Again for the same process and attempt: the same model, with a new address.")
  @APIResponse(
      responseCode = "201",
      description = "Registered.",
      content = @Content(schema = @Schema(implementation = ModelView.class)))
  @APIResponse(
      responseCode = "200",
      description = "Registered before.",
      content = @Content(schema = @Schema(implementation = ModelView.class)))
  @APIResponse(responseCode = "409", description = "The attempt has registered another model.")
  public Response register(@NotNull @Valid RegisterModelRequest body) {
    agents.require(body);
    var registration = uploads.register(body);
    var model = registration.model();
    if (!registration.created()) {
      return tagged(Response.ok(model), model);
    }
    return tagged(
        Response.created(URI.create("/api/v1/models/" + model.id())).entity(model), model);
  }

  @POST
  @PermissionsAllowed(Permissions.MODELS_CREATE)
  @OpenToAgents
  @Path("/{id}/complete")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary =
          "Say that the archive is uploaded; it is checked and the model becomes READY, or REJECTED_BY_GATE",
      description =
          "The archive must have this size and digest and hold exactly model.pth and a valid"
              + " config.yaml. Otherwise the model stays PENDING, and the upload can be repeated.")
  @APIResponse(
      responseCode = "200",
      description = "The model is READY, or REJECTED_BY_GATE.",
      content = @Content(schema = @Schema(implementation = ModelView.class)))
  @APIResponse(responseCode = "404", description = "There is no such model.")
  @APIResponse(responseCode = "409", description = "Nothing was uploaded, or another archive.")
  @APIResponse(responseCode = "422", description = "The archive is not what it must be.")
  public Response complete(UUID id, @NotNull @Valid CompleteModelRequest body) {
    agents.require(id);
    var model = uploads.complete(id, body);
    return tagged(Response.ok(model), model);
  }

  @GET
  @PermissionsAllowed(Permissions.MODELS_VIEW)
  @Operation(
      summary =
          "List models, newest first; only READY ones unless asked otherwise, or for a process")
  public Page<ModelView> list(
      @BeanParam @Valid ModelFilter filter, @BeanParam @Valid PageQuery page) {
    return search.list(filter, page);
  }

  @GET
  @PermissionsAllowed(Permissions.MODELS_VIEW)
  @Path("/{id}")
  @Operation(summary = "Get a model with its config.yaml as JSON")
  @APIResponse(
      responseCode = "200",
      description = "The model.",
      content = @Content(schema = @Schema(implementation = ModelView.class)))
  @APIResponse(responseCode = "404", description = "There is no such model.")
  public Response get(UUID id) {
    var model = models.get(id);
    return tagged(Response.ok(model), model);
  }

  @PUT
  @PermissionsAllowed(Permissions.MODELS_EDIT)
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Change a model's description and tags",
      description = "A description that is left out goes; tags that are left out stay.")
  @APIResponse(
      responseCode = "200",
      description = "Changed.",
      content = @Content(schema = @Schema(implementation = ModelView.class)))
  @APIResponse(responseCode = "412", description = "The model was changed meanwhile.")
  public Response update(
      UUID id,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @NotNull @Valid UpdateModelRequest body) {
    var model = models.update(id, ifMatch, body);
    return tagged(Response.ok(model), model);
  }

  @POST
  @PermissionsAllowed(Permissions.MODELS_EDIT)
  @Path("/{id}/gate")
  @Operation(
      summary = "Judge a model by the present gate and champion",
      description =
          "A model that passes now becomes READY, one that does not REJECTED_BY_GATE. Again:"
              + " nothing changes.")
  @APIResponse(
      responseCode = "200",
      description = "The model, judged.",
      content = @Content(schema = @Schema(implementation = ModelView.class)))
  @APIResponse(responseCode = "404", description = "There is no such model.")
  @APIResponse(
      responseCode = "409",
      description = "The archive was not uploaded yet; or it does not pass, but has aliases.")
  public Response judge(UUID id) {
    var model = models.judgeAgain(id);
    return tagged(Response.ok(model), model);
  }

  @GET
  @PermissionsAllowed(Permissions.MODELS_VIEW)
  @Path("/{id}/archive")
  @Produces(MediaType.WILDCARD)
  @Operation(
      summary = "Download a model's archive",
      description =
          "A zip of model.pth and config.yaml. Redirects to the storage, or sends the archive, also"
              + " in parts (Range).")
  @APIResponse(responseCode = "200", description = "The archive.")
  @APIResponse(responseCode = "206", description = "The part that Range asks for.")
  @APIResponse(responseCode = "307", description = "Follow Location to the archive.")
  @APIResponse(responseCode = "404", description = "There is no such model.")
  @APIResponse(responseCode = "409", description = "The archive was not uploaded yet.")
  @APIResponse(responseCode = "416", description = "The range begins behind the end.")
  public Response archive(UUID id, @BeanParam DownloadRequest request) {
    return downloads.get(models.archive(id), request);
  }

  @HEAD
  @PermissionsAllowed(Permissions.MODELS_VIEW)
  @Path("/{id}/archive")
  @Produces(MediaType.WILDCARD)
  @Operation(summary = "Tell size and digest of a model's archive, in headers")
  @APIResponse(responseCode = "200", description = "See Content-Length, ETag and Repr-Digest.")
  @APIResponse(responseCode = "404", description = "There is no such model.")
  public Response archiveHead(UUID id) {
    return downloads.head(models.archive(id));
  }

  @DELETE
  @PermissionsAllowed(Permissions.MODELS_DELETE)
  @Path("/{id}")
  @Operation(summary = "Delete a model and its archive")
  @APIResponse(responseCode = "204", description = "Deleted.")
  @APIResponse(responseCode = "404", description = "There is no such model.")
  @APIResponse(responseCode = "409", description = "The model has aliases; they are named.")
  public void delete(UUID id) {
    models.delete(id);
  }

  static Response tagged(Response.ResponseBuilder response, ModelView model) {
    return response.header(HttpHeaders.ETAG, EntityTags.of(model.revision())).build();
  }
}
