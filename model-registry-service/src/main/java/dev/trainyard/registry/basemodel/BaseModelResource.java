package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.download.DownloadRequest;
import dev.trainyard.kit.download.Downloads;
import dev.trainyard.kit.http.EntityTags;
import dev.trainyard.kit.naming.EntityName;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.security.AgentScope;
import dev.trainyard.kit.security.OpenToAgents;
import dev.trainyard.kit.security.Permissions;
import dev.trainyard.weights.Architecture;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Base models over HTTP. */
@Path("/api/v1/base-models")
@Tag(name = "base models", description = "What a training begins from.")
@Produces(MediaType.APPLICATION_JSON)
public class BaseModelResource {
  private static final String ZIP = "application/zip";

  private final AgentScope agents;
  private final BaseModelService baseModels;
  private final BaseModelUpload uploads;
  private final BaseModelChanges changes;
  private final BaseModelUses uses;
  private final Downloads downloads;

  BaseModelResource(
      BaseModelService baseModels,
      BaseModelUpload uploads,
      BaseModelChanges changes,
      BaseModelUses uses,
      Downloads downloads,
      AgentScope agents) {
    this.agents = agents;
    this.baseModels = baseModels;
    this.uploads = uploads;
    this.changes = changes;
    this.uses = uses;
    this.downloads = downloads;
  }

  @GET
  @PermissionsAllowed(Permissions.BASE_MODELS_VIEW)
  @OpenToAgents
  @Operation(summary = "List base models")
  public Page<BaseModelView> list(
      @QueryParam("name") @Parameter(description = "The whole name, in any case.") String name,
      @BeanParam @Valid PageQuery page) {
    agents.requireBaseModel(name, name);
    return baseModels.list(Optional.ofNullable(name), page);
  }

  @GET
  @PermissionsAllowed(Permissions.BASE_MODELS_VIEW)
  @OpenToAgents
  @Path("/{id}")
  @Operation(summary = "Get a base model")
  @APIResponse(
      responseCode = "200",
      description = "The base model.",
      content = @Content(schema = @Schema(implementation = BaseModelView.class)))
  @APIResponse(responseCode = "404", description = "There is no such base model.")
  public Response get(UUID id) {
    var model = baseModels.get(id);
    agents.requireBaseModel(id, model.name());
    return tagged(Response.ok(model), model);
  }

  @POST
  @PermissionsAllowed(Permissions.BASE_MODELS_CREATE)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Make a base model of a trained model",
      description = "For further training. It stays when the trained model is deleted.")
  @APIResponse(
      responseCode = "201",
      description = "Created.",
      content = @Content(schema = @Schema(implementation = BaseModelView.class)))
  @APIResponse(responseCode = "404", description = "There is no such model.")
  @APIResponse(
      responseCode = "409",
      description = "The name is taken, or the model is PENDING or rejected by its gate.")
  @APIResponse(responseCode = "422", description = "The model cannot serve as a base model.")
  public Response create(@NotNull @Valid CreateBaseModelRequest body) {
    return created(baseModels.create(body));
  }

  @POST
  @PermissionsAllowed(Permissions.BASE_MODELS_CREATE)
  @Consumes({ZIP, MediaType.APPLICATION_OCTET_STREAM})
  @Operation(
      summary = "Upload a base model",
      description =
          "The body is a zip of one .pth file and config.yaml; or, with architecture, a .pth file"
              + " alone, as torchvision saves it. It is checked while the client waits: names and"
              + " shapes of the tensors must be the architecture's, and every value a finite number."
              + " The .pth is read by a reader that executes nothing.")
  @RequestBody(
      required = true,
      content =
          @Content(mediaType = ZIP, schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(
      responseCode = "201",
      description = "Created.",
      content = @Content(schema = @Schema(implementation = BaseModelView.class)))
  @APIResponse(responseCode = "409", description = "The name is taken.")
  @APIResponse(responseCode = "413", description = "The body is larger than allowed.")
  @APIResponse(responseCode = "422", description = "The body is no base model; it says why.")
  public Response upload(
      @QueryParam("name") @EntityName @Parameter(example = "invoices-2026") String name,
      @QueryParam("description")
          @DefaultValue("")
          @Size(max = 2000, message = "must have at most 2000 characters") String description,
      @QueryParam("architecture")
          @Parameter(
              description = "Of a .pth file alone; an archive says it in config.yaml.",
              example = "resnet18")
          String architecture,
      @HeaderParam(HttpHeaders.CONTENT_LENGTH) @DefaultValue("-1") @Parameter(hidden = true)
          long contentLength,
      InputStream body) {
    var request = new UploadRequest(name, description, known(architecture));
    return created(uploads.upload(request, contentLength, body));
  }

  private static Optional<Architecture> known(String architecture) {
    if (architecture == null) {
      return Optional.empty();
    }
    var found = Architecture.withId(architecture);
    if (found.isEmpty()) {
      throw new InvalidRequestException("architecture", "must be one of " + Architecture.ids());
    }
    return found;
  }

  private static Response created(BaseModelView model) {
    return tagged(
        Response.created(URI.create("/api/v1/base-models/" + model.id())).entity(model), model);
  }

  @PUT
  @PermissionsAllowed(Permissions.BASE_MODELS_EDIT)
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Rename a base model or change its description",
      description =
          "Templates and processes name a base model: it can get another name only while nobody"
              + " uses it. It is out of sight for a moment while that is found out.")
  @APIResponse(
      responseCode = "200",
      description = "Changed.",
      content = @Content(schema = @Schema(implementation = BaseModelView.class)))
  @APIResponse(responseCode = "404", description = "There is no such base model.")
  @APIResponse(
      responseCode = "409",
      description = "It is built in or in use, or the name is taken; users are listed.")
  @APIResponse(responseCode = "412", description = "The base model was changed meanwhile.")
  @APIResponse(responseCode = "503", description = "Nobody knows whether it is in use.")
  public Response update(
      UUID id,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @NotNull @Valid UpdateBaseModelRequest body) {
    var model = changes.update(id, ifMatch, body);
    return tagged(Response.ok(model), model);
  }

  @DELETE
  @PermissionsAllowed(Permissions.BASE_MODELS_DELETE)
  @Path("/{id}")
  @Operation(
      summary = "Delete a base model that nobody uses",
      description = "Models that were trained from it stay.")
  @APIResponse(responseCode = "204", description = "Deleted.")
  @APIResponse(responseCode = "404", description = "There is no such base model.")
  @APIResponse(
      responseCode = "409",
      description = "It is built in, or templates or processes use it; they are listed.")
  @APIResponse(responseCode = "503", description = "Nobody knows whether it is in use.")
  public void delete(UUID id) {
    changes.delete(id);
  }

  @GET
  @PermissionsAllowed(Permissions.BASE_MODELS_VIEW)
  @Path("/{id}/uses")
  @Operation(
      summary = "Tell where a base model is used",
      description =
          "Templates that name it and processes that begin from it and have not succeeded; the"
              + " first 50 of each. While there are any, it can neither be renamed nor deleted.")
  @APIResponse(responseCode = "200", description = "Its users.")
  @APIResponse(responseCode = "404", description = "There is no such base model.")
  @APIResponse(responseCode = "503", description = "A service that knows does not answer.")
  public BaseModelUsesView uses(UUID id) {
    return uses.of(id);
  }

  @GET
  @PermissionsAllowed(Permissions.BASE_MODELS_VIEW)
  @OpenToAgents
  @Path("/{id}/archive")
  @Produces(MediaType.WILDCARD)
  @Operation(
      summary = "Download a base model's archive",
      description =
          "A zip of one .pth file and config.yaml. Redirects to the storage, or sends the archive,"
              + " also in parts (Range). An archive of random weights is made when it is first asked"
              + " for; after that, the base model tells its sha256 and sizeBytes.")
  @APIResponse(responseCode = "200", description = "The archive.")
  @APIResponse(responseCode = "206", description = "The part that Range asks for.")
  @APIResponse(responseCode = "307", description = "Follow Location to the archive.")
  @APIResponse(responseCode = "404", description = "There is no such base model.")
  @APIResponse(responseCode = "416", description = "The range begins behind the end.")
  public Response archive(UUID id, @BeanParam DownloadRequest request) {
    agents.requireBaseModel(id, baseModels.get(id).name());
    return downloads.get(baseModels.archive(id), request);
  }

  @HEAD
  @PermissionsAllowed(Permissions.BASE_MODELS_VIEW)
  @OpenToAgents
  @Path("/{id}/archive")
  @Operation(summary = "Tell size and digest of a base model's archive, in headers")
  @APIResponse(responseCode = "200", description = "See Content-Length, ETag and Repr-Digest.")
  @APIResponse(responseCode = "404", description = "There is no such base model.")
  public Response archiveHead(UUID id) {
    agents.requireBaseModel(id, baseModels.get(id).name());
    return downloads.head(baseModels.archive(id));
  }

  private static Response tagged(Response.ResponseBuilder response, BaseModelView model) {
    return response.header(HttpHeaders.ETAG, EntityTags.of(model.revision())).build();
  }
}
