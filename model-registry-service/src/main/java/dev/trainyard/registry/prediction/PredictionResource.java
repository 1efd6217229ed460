package dev.trainyard.registry.prediction;

import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tries of models over HTTP. */
@Path("/api/v1/models")
@Tag(name = "models")
@Produces(MediaType.APPLICATION_JSON)
public class PredictionResource {
  private final Predictions predictions;

  PredictionResource(Predictions predictions) {
    this.predictions = predictions;
  }

  @POST
  @PermissionsAllowed(Permissions.MODELS_VIEW)
  @Path("/{id}/predict")
  @Consumes({"image/jpeg", "image/png", "image/bmp", "image/tiff"})
  @Operation(
      summary = "Try a model on an image",
      description =
          "The body is one image. For a look at what a model does; a few at a time, each in a"
              + " process of its own.")
  @RequestBody(
      content =
          @Content(
              mediaType = "image/jpeg",
              schema = @Schema(type = SchemaType.STRING, format = "binary")))
  @APIResponse(responseCode = "200", description = "Classes, the most probable first.")
  @APIResponse(responseCode = "404", description = "There is no such model.")
  @APIResponse(
      responseCode = "409",
      description = "The archive was not uploaded yet, or is broken.")
  @APIResponse(responseCode = "413", description = "The image is larger than allowed.")
  @APIResponse(responseCode = "422", description = "The image cannot be read.")
  @APIResponse(responseCode = "501", description = "The registry has no trainer.")
  @APIResponse(responseCode = "502", description = "The trainer failed; it says why.")
  @APIResponse(responseCode = "503", description = "Busy: come again after Retry-After.")
  @APIResponse(responseCode = "504", description = "The trainer took too long.")
  public PredictionView predict(
      UUID id,
      @QueryParam("top")
          @DefaultValue("5")
          @Min(1) @Max(10_000) @Parameter(description = "The N most probable classes.")
          int top,
      @HeaderParam(HttpHeaders.CONTENT_LENGTH) @DefaultValue("-1") @Parameter(hidden = true)
          long contentLength,
      InputStream body) {
    return predictions.predict(id, top, contentLength, body);
  }
}
