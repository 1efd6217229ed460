package dev.trainyard.registry.card;

import dev.trainyard.kit.security.Permissions;
import dev.trainyard.registry.model.TrainedModels;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Model cards over HTTP. */
@Path("/api/v1/models")
@Tag(name = "models")
public class ModelCardResource {
  private static final String MARKDOWN = "text/markdown;charset=UTF-8";
  private static final String HTML = "text/html;charset=UTF-8";

  private final TrainedModels models;

  ModelCardResource(TrainedModels models) {
    this.models = models;
  }

  @GET
  @PermissionsAllowed(Permissions.MODELS_VIEW)
  @Path("/{id}/card")
  @Produces({MARKDOWN, HTML})
  @Operation(
      summary = "Get a model's card: what a person should know before using it",
      description = "Markdown, or a page of HTML if Accept asks for text/html.")
  @APIResponse(
      responseCode = "200",
      description = "The card.",
      content = {
        @Content(mediaType = "text/markdown", schema = @Schema(implementation = String.class)),
        @Content(mediaType = "text/html", schema = @Schema(implementation = String.class))
      })
  @APIResponse(responseCode = "404", description = "There is no such model.")
  @APIResponse(responseCode = "409", description = "The model is not READY.")
  public Response card(UUID id, @Context HttpHeaders headers) {
    var html = wantsHtml(headers);
    CardWriter writer = html ? new HtmlWriter() : new MarkdownWriter();
    ModelCard.write(models.facts(id), writer);
    return Response.ok(writer.document(), html ? HTML : MARKDOWN)
        .header("Content-Security-Policy", HtmlWriter.CONTENT_SECURITY_POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header(HttpHeaders.CACHE_CONTROL, "no-cache")
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .build();
  }

  /** Whether HTML is liked better than Markdown; whoever takes both alike gets Markdown. */
  private static boolean wantsHtml(HttpHeaders headers) {
    for (var type : headers.getAcceptableMediaTypes()) {
      if (type.isCompatible(MediaType.valueOf("text/markdown"))) {
        return false;
      }
      if (type.isCompatible(MediaType.TEXT_HTML_TYPE)) {
        return true;
      }
    }
    return false;
  }
}
