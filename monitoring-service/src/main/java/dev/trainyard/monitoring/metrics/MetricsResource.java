package dev.trainyard.monitoring.metrics;

import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.problem.Problem;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Measurements of a process: a range at once, or each as it comes. */
@Path("/api/v1/monitoring/processes/{processId}")
@Tag(name = "Metrics")
public class MetricsResource {
  private static final Duration COMMENT_EVERY = Duration.ofSeconds(15);
  private static final long RECONNECT_MILLIS = 2_000;

  private final MetricsService metrics;

  MetricsResource(MetricsService metrics) {
    this.metrics = metrics;
  }

  @GET
  @Path("/metrics")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Points of a range of iterations, and the latest",
      description = "Learning rate, loss, speed, and the test-set values of evaluations.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = MetricSeries.class)))
  @APIResponse(
      responseCode = "400",
      description = "The range or a number is not valid.",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @APIResponse(
      responseCode = "404",
      description = "Nothing is known of the process.",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  public MetricSeries series(
      @PathParam("processId") UUID processId, @Valid @BeanParam MetricsQuery query) {
    return metrics.series(processId, query.checked());
  }

  @GET
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
  @APIResponse(
      responseCode = "404",
      description = "Nothing is known of the process.",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  public Multi<OutboundSseEvent> stream(
      @PathParam("processId") UUID processId,
      @QueryParam("after")
          @DefaultValue("0")
          @Min(0) @Parameter(description = "Start after this position; Last-Event-ID wins.")
          long after,
      @HeaderParam("Last-Event-ID") String lastEventId,
      @Context Sse sse) {
    var events =
        metrics.follow(processId, startOf(after, lastEventId)).map(point -> event(sse, point));
    var comments =
        Multi.createFrom()
            .ticks()
            // The first at once: the client then knows that it is connected.
            .startingAfter(Duration.ofMillis(1))
            .every(COMMENT_EVERY)
            .onOverflow()
            .drop()
            .map(tick -> sse.newEventBuilder().comment("still here").build());
    return Multi.createBy().merging().streams(events, comments);
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

  private static OutboundSseEvent event(Sse sse, AttemptPoint point) {
    return sse.newEventBuilder()
        .id(String.valueOf(point.position()))
        .reconnectDelay(RECONNECT_MILLIS)
        .mediaType(MediaType.APPLICATION_JSON_TYPE)
        .data(point)
        .build();
  }
}
