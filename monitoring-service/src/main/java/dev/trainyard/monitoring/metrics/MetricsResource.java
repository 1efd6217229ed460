package dev.trainyard.monitoring.metrics;

import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.security.Permissions;
import dev.trainyard.monitoring.feed.OpenStreams;
import dev.trainyard.monitoring.feed.ServerSentEvents;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Measurements of a process: a range at once, or each as it comes. */
@Path("/api/v1/monitoring/processes/{processId}")
@Tag(name = "Metrics")
public class MetricsResource {
  private static final String CSV = "text/csv";
  private static final String JSON_LINES = "application/jsonl";

  private final MetricsService metrics;
  private final MetricExport export;
  private final OpenStreams streams;

  MetricsResource(MetricsService metrics, MetricExport export, OpenStreams streams) {
    this.streams = streams;
    this.metrics = metrics;
    this.export = export;
  }

  @GET
  @PermissionsAllowed(Permissions.MONITORING_VIEW)
  @Path("/metrics")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Curves of a range of iterations, and the latest point",
      description =
          "Of a curve with too many values those are chosen that draw the same one: of each of equal"
              + " windows of iterations the first, the last, the smallest and the largest. No spike is"
              + " lost.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = MetricSeries.class)))
  @APIResponse(responseCode = "400", description = "The range or a number is not valid.")
  @APIResponse(responseCode = "404", description = "Nothing is known of the process.")
  public MetricSeries series(
      @PathParam("processId") UUID processId,
      @QueryParam("attempt")
          @Min(1) @Parameter(description = "The attempt; by default the newest that has points.")
          Integer attempt,
      @Valid @BeanParam MetricsQuery query) {
    return metrics.series(processId, attempt, query.checked());
  }

  @GET
  @PermissionsAllowed(Permissions.MONITORING_VIEW)
  @Path("/metrics/export")
  @Produces({CSV, JSON_LINES})
  @Blocking
  @Operation(
      summary = "Every point of an attempt, as it was reported",
      description =
          "By iteration, nothing left out and nothing joined: an iteration has a row for what the"
              + " training and one for what the test set gave. text/csv or application/jsonl, as"
              + " Accept or format asks.")
  @APIResponse(
      responseCode = "200",
      description = "The points, as they are read.",
      content = {
        @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING)),
        @Content(mediaType = JSON_LINES, schema = @Schema(implementation = AttemptPoint.class))
      })
  @APIResponse(responseCode = "400", description = "The attempt or the format is not valid.")
  @APIResponse(
      responseCode = "404",
      description = "Nothing is known of the process, or the attempt has no points.")
  public Response export(
      @PathParam("processId") UUID processId,
      @QueryParam("attempt")
          @Min(1) @Parameter(description = "The attempt; by default the newest that has points.")
          Integer attempt,
      @QueryParam("format") @Parameter(description = "csv or jsonl; wins over Accept.")
          String format,
      @HeaderParam("Accept") String accept) {
    var isCsv = isCsv(format, accept);
    var run =
        metrics
            .run(processId, attempt)
            .orElseThrow(() -> new NotFoundException("attempt with points of process", processId));
    StreamingOutput points =
        isCsv ? out -> export.csv(run, out) : out -> export.jsonLines(run, out);
    return Response.ok(points, isCsv ? CSV : JSON_LINES)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"%s-%d.%s\""
                .formatted(processId, run.attempt(), isCsv ? "csv" : "jsonl"))
        .build();
  }

  private static boolean isCsv(String format, String accept) {
    if (format == null) {
      return accept == null || !accept.contains(JSON_LINES);
    }
    return switch (format) {
      case "csv" -> true;
      case "jsonl" -> false;
      default -> throw new InvalidRequestException("format", "must be csv or jsonl");
    };
  }

  @GET
  @PermissionsAllowed(Permissions.MONITORING_VIEW)
  @Path("/stream")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @Operation(
      summary = "Points as server-sent events",
      description =
          "First those already stored, then each as it comes. The event id is a position in the"
              + " stream: a client that sends it back in Last-Event-ID, as browsers do by"
              + " themselves, gets what came after it. Quiet times are filled with comments.")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(implementation = AttemptPoint.class)))
  @APIResponse(responseCode = "400", description = "The position is not valid.")
  @APIResponse(responseCode = "404", description = "Nothing is known of the process.")
  public Multi<OutboundSseEvent> stream(
      @PathParam("processId") UUID processId,
      @QueryParam("after")
          @DefaultValue("0")
          @Min(0) @Parameter(description = "Start after this position; Last-Event-ID wins.")
          long after,
      @HeaderParam("Last-Event-ID") String lastEventId,
      @Context Sse sse) {
    return streams.untilStop(
        ServerSentEvents.withComments(
            sse,
            metrics
                .follow(processId, startOf(after, lastEventId))
                .map(
                    point ->
                        ServerSentEvents.event(sse, String.valueOf(point.position()), point))));
  }

  private static long startOf(long after, String lastEventId) {
    if (lastEventId == null || lastEventId.isBlank()) {
      return after;
    }
    try {
      var position = Long.parseLong(lastEventId.trim());
      if (position >= 0) {
        return position;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a negative one.
    }
    throw new InvalidRequestException("Last-Event-ID", "must be the id of an event of this stream");
  }
}
