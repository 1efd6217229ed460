package dev.trainyard.template.parameters;

import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /training-parameters}. */
@Path("/api/v1/training-parameters")
@Tag(name = "Training parameters", description = "What can be set for a training.")
@NonBlocking
public class TrainingParameterResource {
  private static final Map<String, Object> SCHEMA =
      TrainingParameterSchema.create(TrainingParameterSchema.ID, TrainingParameters.defaults());

  @GET
  @PermissionsAllowed(Permissions.TEMPLATES_VIEW)
  @Path("/schema")
  @Produces({MediaType.APPLICATION_JSON, "application/schema+json"})
  @Operation(
      summary = "Read the JSON Schema of the training parameters",
      description = "With defaults, limits and help texts, so that a form can be drawn from it.")
  public Map<String, Object> schema() {
    return SCHEMA;
  }
}
