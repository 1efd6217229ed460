package dev.trainyard.template.diff;

import dev.trainyard.kit.http.QueryId;
import dev.trainyard.kit.security.Permissions;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Comparisons of datasets over HTTP. */
@Path("/api/v1/datasets/{id}/diff")
@Tag(name = "Datasets")
@Blocking
public class DatasetDiffResource {
  private final DatasetComparison comparison;

  DatasetDiffResource(DatasetComparison comparison) {
    this.comparison = comparison;
  }

  @GET
  @PermissionsAllowed(Permissions.DATASETS_VIEW)
  @Operation(
      summary = "What differs between a dataset and another one of its project",
      description =
          "Counts of each class, and files that were added, removed, changed or moved since the"
              + " other one. Contents are taken for the same when size and CRC-32 are; archives"
              + " are not read as a whole.")
  @APIResponse(responseCode = "200", description = "The difference.")
  @APIResponse(
      responseCode = "400",
      description = "against is missing, the same dataset, or of another project.")
  @APIResponse(responseCode = "404", description = "There is no such dataset.")
  public DatasetDiffView diff(
      UUID id,
      @QueryParam("against")
          @NotNull @Parameter(
              description = "Id of the dataset to compare with, such as the version before.",
              schema = @Schema(implementation = UUID.class))
          String against,
      @QueryParam("limit")
          @DefaultValue("100")
          @Min(value = 1, message = "must be at least 1") @Max(value = 1000, message = "must be at most 1000") @Parameter(description = "How many files of each kind are told.")
          int limit) {
    return comparison.compare(id, QueryId.parse("against", against), limit);
  }
}
