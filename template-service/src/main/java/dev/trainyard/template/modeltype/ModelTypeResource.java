package dev.trainyard.template.modeltype;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /model-types}. */
@Path("/api/v1/model-types")
@Tag(name = "Model types", description = "What a model can be for.")
@NonBlocking
public class ModelTypeResource {

  @GET
  @Operation(summary = "List the model types")
  public List<ModelTypeView> list() {
    return Arrays.stream(ModelType.values()).map(ModelTypeView::of).toList();
  }
}
