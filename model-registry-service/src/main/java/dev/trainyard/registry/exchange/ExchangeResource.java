package dev.trainyard.registry.exchange;

import dev.trainyard.kit.http.ContentDisposition;
import dev.trainyard.kit.http.EntityTags;
import dev.trainyard.kit.http.QueryId;
import dev.trainyard.kit.naming.EntityName;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.security.Permissions;
import dev.trainyard.registry.model.ModelView;
import dev.trainyard.weights.Architecture;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
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

/** Exports and imports of models over HTTP. */
@Path("/api/v1/models")
@Tag(name = "models")
public class ExchangeResource {
  private static final String ZIP = "application/zip";

  private final ModelExport exports;
  private final ModelImport imports;

  ExchangeResource(ModelExport exports, ModelImport imports) {
    this.exports = exports;
    this.imports = imports;
  }

  @GET
  @PermissionsAllowed(Permissions.MODELS_VIEW)
  @Path("/{id}/export")
  @Produces(ZIP)
  @Operation(
      summary = "Export a model with all that belongs to it",
      description =
          "A zip of model.pth, config.yaml, MODEL_CARD.md, lineage.json and SHA256SUMS, which can"
              + " be imported elsewhere.")
  @APIResponse(
      responseCode = "200",
      description = "The export.",
      content =
          @Content(mediaType = ZIP, schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(responseCode = "404", description = "There is no such model.")
  @APIResponse(
      responseCode = "409",
      description = "The archive was not uploaded yet, or is broken.")
  @APIResponse(responseCode = "503", description = "Busy: come again after Retry-After.")
  public Response export(UUID id, @Context Request request) {
    var export = exports.of(id);
    if (request.getMethod().equals(HttpMethod.HEAD)) {
      // Nobody asks for the content then.
      export.close();
    }
    StreamingOutput content =
        out -> {
          try (export) {
            ExportZip.write(export, out);
          }
        };
    return Response.ok(content, ZIP)
        .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment(export.fileName()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  @POST
  @PermissionsAllowed(Permissions.MODELS_CREATE)
  @Path("/import")
  @Consumes({ZIP, MediaType.APPLICATION_OCTET_STREAM})
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Import a model",
      description =
          "The body is an export, a zip of one .pth file and config.yaml, or, with architecture and"
              + " class, a .pth file alone. It becomes the next version of the name. The same model"
              + " again: the one that there is. Every value of the weights must be a finite number;"
              + " nothing in the body is executed.")
  @RequestBody(
      content =
          @Content(mediaType = ZIP, schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(
      responseCode = "201",
      description = "Imported: READY, or REJECTED_BY_GATE if it has figures that do not pass.",
      content = @Content(schema = @Schema(implementation = ModelView.class)))
  @APIResponse(
      responseCode = "200",
      description = "Imported before.",
      content = @Content(schema = @Schema(implementation = ModelView.class)))
  @APIResponse(responseCode = "409", description = "Idempotency-Key was used for another model.")
  @APIResponse(responseCode = "413", description = "The body is larger than allowed.")
  @APIResponse(responseCode = "422", description = "The body is no model; it says why.")
  public Response importModel(
      @QueryParam("projectId") @NotNull @Parameter(schema = @Schema(implementation = UUID.class))
          String projectId,
      @QueryParam("name") @NotNull @EntityName @Parameter(example = "digits") String name,
      @QueryParam("description") @Size(max = 2000, message = "must have at most 2000 characters") String description,
      @QueryParam("architecture")
          @Parameter(
              description = "Of a .pth file alone; an archive says it in config.yaml.",
              example = "resnet18")
          String architecture,
      @QueryParam("class")
          @Size(max = 10_000) @Parameter(description = "A class, in the order of the outputs, if config.yaml has none.")
          List<String> classes,
      @HeaderParam("Idempotency-Key")
          @Pattern(
              regexp = "[\\x21-\\x7e]{1,200}",
              message = "must have 1 to 200 visible characters of ASCII")
          String key,
      @HeaderParam(HttpHeaders.CONTENT_LENGTH) @DefaultValue("-1") @Parameter(hidden = true)
          long contentLength,
      InputStream body) {
    var request =
        new ImportRequest(
            QueryId.parse("projectId", projectId),
            name,
            description,
            key,
            known(architecture),
            classes);
    var addition = imports.take(request, contentLength, body);
    var model = addition.model();
    var answer =
        addition.created()
            ? Response.created(URI.create("/api/v1/models/" + model.id()))
            : Response.ok();
    return answer.entity(model).header(HttpHeaders.ETAG, EntityTags.of(model.revision())).build();
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
}
