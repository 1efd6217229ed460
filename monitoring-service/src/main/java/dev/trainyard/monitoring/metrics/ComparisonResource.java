package dev.trainyard.monitoring.metrics;

import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.security.Permissions;
import dev.trainyard.monitoring.query.QueryValues;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Measurements of several processes at once, to compare them. */
@Path("/api/v1/monitoring/metrics")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Metrics")
public class ComparisonResource {
  private static final int MOST = 20;

  private final MetricsService metrics;

  ComparisonResource(MetricsService metrics) {
    this.metrics = metrics;
  }

  @GET
  @PermissionsAllowed(Permissions.MONITORING_VIEW)
  @Operation(
      summary = "Curves of several processes",
      description =
          "Of each the newest attempt that has points, in the order in which they are asked for. A"
              + " range of epochs or times is looked up in each run by itself.")
  @APIResponse(responseCode = "200", description = "The curves of each process.")
  @APIResponse(
      responseCode = "400",
      description = "The processes, the range or a number is not valid.")
  @APIResponse(responseCode = "404", description = "Nothing is known of one of the processes.")
  public List<MetricSeries> compare(
      @QueryParam("processId") @Parameter(description = "A process, several times for up to 20.")
          List<String> processIds,
      @Valid @BeanParam MetricsQuery query) {
    query.checked();
    var ids =
        processIds.stream()
            .map(id -> QueryValues.id("processId", id).orElse(null))
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    if (ids.isEmpty() || ids.size() > MOST) {
      throw new InvalidRequestException("processId", "must be given 1 to %d times".formatted(MOST));
    }
    return ids.stream().map(id -> metrics.series(id, null, query)).toList();
  }
}
