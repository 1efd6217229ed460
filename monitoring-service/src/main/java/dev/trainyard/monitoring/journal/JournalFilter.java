package dev.trainyard.monitoring.journal;

import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.monitoring.query.QueryValues;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which entries of the journal are wanted; all that is given must be met. */
public class JournalFilter {
  private static final String TYPE_PREFIX = "dev.trainyard.";

  // Many events of a process, such as its stages, do not name its project.
  private static final String OF_PROJECT =
      """
      (project_id = ? OR process_id = ANY (ARRAY(SELECT DISTINCT process_id FROM journal_entry
        WHERE project_id = ? AND process_id IS NOT NULL)))""";

  @QueryParam("type")
  @Parameter(
      description =
          "Event type, with or without dev.trainyard. in front: process.succeeded; a star at the"
              + " end stands for anything: machine.*",
      example = "process.succeeded")
  @Size(max = 200) String type;

  @QueryParam("projectId")
  @Parameter(description = "Events about this project, its processes and what else it has.")
  String projectId;

  @QueryParam("processId")
  @Parameter(description = "Events about this process.")
  String processId;

  @QueryParam("machineId")
  @Parameter(description = "Events about this machine.")
  String machineId;

  @QueryParam("subject")
  @Parameter(
      description =
          "Id of what an event is about: a dataset, a template, a model, a process, a machine.")
  @Size(max = 200) String subject;

  @QueryParam("actor")
  @Parameter(description = "Who caused an event, as the event says it.", example = "anna")
  @Size(max = 200) String actor;

  @QueryParam("traceId")
  @Parameter(description = "Events of this trace.", example = "4bf92f3577b34da6a3ce929d0e0e4736")
  @Size(max = 64) String traceId;

  @QueryParam("from")
  @Parameter(description = "Not before this time.", example = "2026-11-23T00:00:00Z")
  String from;

  @QueryParam("to")
  @Parameter(description = "Before this time.", example = "2026-11-24T00:00:00Z")
  String to;

  @QueryParam("text")
  @Parameter(description = "Text anywhere in the data, without regard to case.")
  @Size(max = 200) String text;

  /**
   * The filter in SQL.
   *
   * @throws InvalidRequestException if an id or a time is malformed, or the time range is empty
   */
  Condition condition() {
    var earliest = QueryValues.instant("from", from);
    var latest = QueryValues.instant("to", to);
    if (earliest.isPresent() && latest.isPresent() && !earliest.get().isBefore(latest.get())) {
      throw new InvalidRequestException("from", "must be before to");
    }
    return Stream.of(
            given(type).map(JournalFilter::ofType),
            QueryValues.id("projectId", projectId).map(id -> Condition.of(OF_PROJECT, id, id)),
            QueryValues.id("processId", processId).map(id -> Condition.of("process_id = ?", id)),
            QueryValues.id("machineId", machineId).map(id -> Condition.of("machine_id = ?", id)),
            given(subject).map(id -> Condition.of("subject = ?", id)),
            given(actor).map(name -> Condition.of("actor = ?", name)),
            given(traceId).map(id -> Condition.of("trace_id = ?", id.toLowerCase(Locale.ROOT))),
            earliest.map(time -> Condition.of("time >= ?", time)),
            latest.map(time -> Condition.of("time < ?", time)),
            given(text).map(JournalFilter::withText))
        .flatMap(Optional::stream)
        .reduce(Condition.NONE, Condition::and);
  }

  private static Condition ofType(String type) {
    var full = type.startsWith(TYPE_PREFIX) ? type : TYPE_PREFIX + type;
    return full.endsWith("*")
        ? Condition.of("type LIKE ?", escaped(full.substring(0, full.length() - 1)) + "%")
        : Condition.of("type = ?", full);
  }

  private static Condition withText(String text) {
    return Condition.of("data::text ILIKE ?", "%" + escaped(text) + "%");
  }

  /** What the client gave, without the character that PostgreSQL cannot hold. */
  private static Optional<String> given(String value) {
    return Optional.ofNullable(value)
        .map(text -> text.replace("\0", "").trim())
        .filter(text -> !text.isEmpty());
  }

  private static String escaped(String pattern) {
    return pattern.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
