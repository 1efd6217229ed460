package dev.trainyard.monitoring.journal;

import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.monitoring.query.QueryValues;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which entries of the journal are wanted; all that is given must be met. */
public class JournalFilter {
  private static final String TYPE_PREFIX = "dev.trainyard.";

  @QueryParam("type")
  @Parameter(
      description =
          "Event type, with or without dev.trainyard. in front: process.succeeded; a star at the"
              + " end stands for anything: machine.*",
      example = "process.succeeded")
  @Size(max = 200) String type;

  @QueryParam("processId")
  @Parameter(description = "Events about this process.")
  String processId;

  @QueryParam("machineId")
  @Parameter(description = "Events about this machine.")
  String machineId;

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
    var terms = new ArrayList<String>();
    var parameters = new ArrayList<Object>();
    if (type != null && !type.isBlank()) {
      addType(type.trim(), terms, parameters);
    }
    QueryValues.id("processId", processId)
        .ifPresent(id -> add("process_id = ?", id, terms, parameters));
    QueryValues.id("machineId", machineId)
        .ifPresent(id -> add("machine_id = ?", id, terms, parameters));
    earliest.ifPresent(time -> add("time >= ?", time, terms, parameters));
    latest.ifPresent(time -> add("time < ?", time, terms, parameters));
    if (text != null && !text.isBlank()) {
      add("data::text ILIKE ?", "%" + escaped(text.trim()) + "%", terms, parameters);
    }
    var sql = terms.isEmpty() ? "" : " WHERE " + String.join(" AND ", terms);
    return new Condition(sql, List.copyOf(parameters));
  }

  private static void addType(String type, List<String> terms, List<Object> parameters) {
    var full = type.startsWith(TYPE_PREFIX) ? type : TYPE_PREFIX + type;
    if (full.endsWith("*")) {
      add("type LIKE ?", escaped(full.substring(0, full.length() - 1)) + "%", terms, parameters);
    } else {
      add("type = ?", full, terms, parameters);
    }
  }

  private static void add(
      String term, Object parameter, List<String> terms, List<Object> parameters) {
    terms.add(term);
    parameters.add(parameter);
  }

  private static String escaped(String pattern) {
    return pattern.replace("\0", "").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  /** A WHERE clause, empty or with a blank in front, and its parameters. */
  record Condition(String sql, List<Object> values) {}
}
