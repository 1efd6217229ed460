package dev.trainyard.registry.comparison;

import dev.trainyard.kit.http.QueryId;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.security.Permissions;
import dev.trainyard.registry.model.TrainedModels;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Comparisons of models over HTTP. */
@Path("/api/v1/models")
@Tag(name = "models")
@Produces(MediaType.APPLICATION_JSON)
public class ComparisonResource {
  private final TrainedModels models;

  ComparisonResource(TrainedModels models) {
    this.models = models;
  }

  @GET
  @PermissionsAllowed(Permissions.MODELS_VIEW)
  @Path("/compare")
  @Operation(
      summary = "Compare two models",
      description =
          "Figures of both with what b has more than a, in all and of each class; confusion"
              + " matrices with the same classes in the same order; and everything else that"
              + " differs.")
  @APIResponse(responseCode = "200", description = "The comparison.")
  @APIResponse(responseCode = "400", description = "An id is missing, or both are the same.")
  @APIResponse(responseCode = "404", description = "There is no such model.")
  @APIResponse(responseCode = "409", description = "A model is not READY.")
  public ComparisonView compare(
      @QueryParam("a")
          @NotNull @Parameter(description = "Id of a model.", schema = @Schema(implementation = UUID.class))
          String a,
      @QueryParam("b")
          @NotNull @Parameter(
              description = "Id of another one.",
              schema = @Schema(implementation = UUID.class))
          String b) {
    var one = QueryId.parse("a", a);
    var other = QueryId.parse("b", b);
    if (one.equals(other)) {
      throw new InvalidRequestException("b", "must be another model than a");
    }
    return Comparison.of(models.facts(one), models.facts(other));
  }
}
