package dev.trainyard.monitoring.log;

import dev.trainyard.kit.security.Permissions;
import dev.trainyard.monitoring.feed.OpenStreams;
import dev.trainyard.monitoring.feed.ServerSentEvents;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The log of a process: a part, the whole, or each line as it comes. */
@Path("/api/v1/monitoring/processes/{processId}/log")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Log")
public class LogResource {
  private static final int MAX_LINES = 10_000;
  private static final String TEXT = MediaType.TEXT_PLAIN + ";charset=UTF-8";

  private final LogService log;
  private final LogDownload download;
  private final OpenStreams streams;

  LogResource(LogService log, LogDownload download, OpenStreams streams) {
    this.streams = streams;
    this.log = log;
    this.download = download;
  }

  @GET
  @PermissionsAllowed(Permissions.MONITORING_VIEW)
  @Operation(
      summary = "Lines of the log",
      description =
          "The newest lines, or with afterLine those that follow that line: repeat with the"
              + " lastLine of each answer to read on, or take the stream to follow a running log.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = LogView.class)))
  @APIResponse(responseCode = "400", description = "A number is not valid.")
  @APIResponse(responseCode = "404", description = "Nothing is known of the process.")
  public LogView read(
      @PathParam("processId") UUID processId,
      @QueryParam("afterLine")
          @Min(0) @Parameter(description = "Lines after this one; 0 reads from the start.")
          Long afterLine,
      @QueryParam("attempt")
          @Min(1) @Parameter(description = "The attempt; by default the newest that has a log.")
          Integer attempt,
      @QueryParam("limit")
          @DefaultValue("1000")
          @Min(1) @Max(MAX_LINES) @Parameter(description = "Lines at most, 1 to 10000.")
          int limit) {
    return log.read(processId, attempt, afterLine, limit);
  }

  @GET
  @PermissionsAllowed(Permissions.MONITORING_VIEW)
  @Path("/stream")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @Operation(
      summary = "Lines of the log as server-sent events",
      description =
          "First the newest lines, or those after afterLine, then each as it comes, those of later"
              + " attempts too. The event id is attempt:line: a client that sends it back in"
              + " Last-Event-ID, as browsers do by themselves, gets what came after it. Quiet times"
              + " are filled with a comment every 15 seconds.")
  @APIResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(implementation = AttemptLine.class)))
  @APIResponse(responseCode = "400", description = "A number or the Last-Event-ID is not valid.")
  @APIResponse(responseCode = "404", description = "Nothing is known of the process.")
  public Multi<OutboundSseEvent> stream(
      @PathParam("processId") UUID processId,
      @QueryParam("tail")
          @DefaultValue("200")
          @Min(0) @Max(MAX_LINES) @Parameter(description = "So many of the newest lines come first, 0 to 10000.")
          int tail,
      @QueryParam("afterLine")
          @Min(0) @Parameter(description = "Start after this line instead; 0 is the start of the attempt.")
          Long afterLine,
      @QueryParam("attempt")
          @Min(1) @Parameter(
              description =
                  "The attempt that tail and afterLine are about; by default the newest that has a"
                      + " log.")
          Integer attempt,
      @HeaderParam("Last-Event-ID")
          @Parameter(description = "Start after this event, such as 1:312; wins over the others.")
          String lastEventId,
      @Context Sse sse) {
    return streams.untilStop(
        ServerSentEvents.withComments(
            sse,
            log.follow(processId, startOf(processId, tail, afterLine, attempt, lastEventId))
                .map(line -> ServerSentEvents.event(sse, line.position().id(), line))));
  }

  private LogPosition startOf(
      UUID processId, int tail, Long afterLine, Integer attempt, String lastEventId) {
    if (lastEventId != null && !lastEventId.isBlank()) {
      return LogPosition.ofEvent(lastEventId);
    }
    return afterLine == null
        ? log.beforeNewest(processId, attempt, tail)
        : log.after(processId, attempt, afterLine);
  }

  @GET
  @PermissionsAllowed(Permissions.MONITORING_VIEW)
  @Path("/download")
  @Produces(TEXT)
  @Blocking
  @Operation(
      summary = "The whole log as a text file",
      description =
          "Each line is its time in ISO 8601, a space and its text. All attempts, each below a line"
              + " such as === attempt 2 ===, or one of them without such a line. Written as it is"
              + " read; as far as it is kept.")
  @APIResponse(
      responseCode = "200",
      description = "The log; empty if the process has none yet.",
      content =
          @Content(
              mediaType = MediaType.TEXT_PLAIN,
              schema = @Schema(implementation = String.class)))
  @APIResponse(responseCode = "400", description = "The attempt is not valid.")
  @APIResponse(
      responseCode = "404",
      description = "Nothing is known of the process, or the attempt has no log.")
  public Response download(
      @PathParam("processId") UUID processId,
      @QueryParam("attempt")
          @Min(1) @Parameter(description = "The attempt; by default all of them.")
          Integer attempt) {
    var suffix = attempt == null ? ".log" : "-attempt-" + attempt + ".log";
    var name = log.nameForDownload(processId, attempt);
    StreamingOutput text =
        attempt == null
            ? out -> download.write(processId, out)
            : out -> download.write(processId, attempt, out);
    return Response.ok(text, TEXT)
        .header(HttpHeaders.CONTENT_DISPOSITION, attachment(processId, name, suffix))
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }

  /** Names may be of any script: a client that reads only ASCII takes the id. */
  private static String attachment(UUID processId, String name, String suffix) {
    return "attachment; filename=\"%s%s\"; filename*=UTF-8''%s%s"
        .formatted(
            processId,
            suffix,
            URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A"),
            suffix);
  }
}
