package dev.trainyard.monitoring.log;

import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.monitoring.process.ProcessStore;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The log of a run. */
@Path("/api/v1/monitoring/processes/{processId}/log")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Log")
public class LogResource {
  private static final int MAX_LINES = 10_000;

  private final LogStore log;
  private final ProcessStore processes;

  LogResource(LogStore log, ProcessStore processes) {
    this.log = log;
    this.processes = processes;
  }

  @GET
  @Operation(
      summary = "Lines of the log",
      description =
          "The newest lines, or with afterLine those that follow that line: repeat with the"
              + " lastLine of each answer to follow a running log.")
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
    var newest = log.newestAttempt(processId);
    var isUnknown = newest.isEmpty() && processes.find(processId).isEmpty();
    if (isUnknown || processes.isDeleted(processId)) {
      throw new NotFoundException("process", processId);
    }
    int wanted = attempt != null ? attempt : newest.orElse(0);
    var lines =
        afterLine == null
            ? log.last(processId, wanted, limit)
            : log.after(processId, wanted, afterLine, limit);
    var lastLine =
        lines.isEmpty() ? (afterLine == null ? 0 : afterLine) : lines.get(lines.size() - 1).line();
    return new LogView(processId, wanted, lines, lastLine);
  }
}
