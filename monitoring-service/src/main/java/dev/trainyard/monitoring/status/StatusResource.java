package dev.trainyard.monitoring.status;

import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.security.Permissions;
import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.intake.Intake;
import dev.trainyard.monitoring.machine.MachineLoadStore;
import dev.trainyard.monitoring.process.ProcessStore;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How the platform stands. */
@Path("/api/v1/status")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Status")
public class StatusResource {
  private static final List<String> CHANNELS = List.of("metrics", "logs", "heartbeats", "journal");
  private static final String GROUP_PREFIX = "monitoring-service.";

  // An estimate: counting a large table takes seconds.
  private static final String ROWS =
      """
      SELECT CASE WHEN relname LIKE 'metric_point%' THEN 'metric_point' ELSE relname END AS name,
        sum(n_live_tup)::bigint AS amount
      FROM pg_stat_user_tables WHERE schemaname = current_schema() GROUP BY 1
      """;

  private final Database database;
  private final ProcessStore processes;
  private final MachineLoadStore machines;
  private final Intake intake;
  private final KafkaBroker broker;
  private final PartWatch parts;
  private final Clock clock;

  StatusResource(
      Database database,
      ProcessStore processes,
      MachineLoadStore machines,
      Intake intake,
      KafkaBroker broker,
      PartWatch parts,
      Clock clock) {
    this.database = database;
    this.processes = processes;
    this.machines = machines;
    this.intake = intake;
    this.broker = broker;
    this.parts = parts;
    this.clock = clock;
  }

  @GET
  @PermissionsAllowed(Permissions.MONITORING_VIEW)
  @Operation(
      summary = "How the platform stands",
      description =
          "Services and backends, processes by status, machines, stored rows, and how far the"
              + " intake is behind. What comes from the database is absent while it is away.")
  public StatusView status() {
    return new StatusView(
        clock.instant(),
        Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
        parts.states(),
        fromDatabase(processes::countByStatus),
        fromDatabase(machines::counts),
        fromDatabase(this::rows),
        channels());
  }

  /** Not asked when it is known to be away: each question would wait for it. */
  private <T> T fromDatabase(Supplier<T> question) {
    try {
      return parts.isDown(Probes.DATABASE) ? null : question.get();
    } catch (DependencyUnavailableException e) {
      return null;
    }
  }

  private StatusView.Rows rows() {
    Map<String, Long> rows =
        database
            .query(ROWS, row -> Map.entry(row.getString("name"), row.getLong("amount")))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return new StatusView.Rows(
        rows.getOrDefault("metric_point", 0L),
        rows.getOrDefault("log_line", 0L),
        rows.getOrDefault("journal_entry", 0L));
  }

  private List<StatusView.Channel> channels() {
    var counts = intake.counts();
    var isBrokerAway = parts.isDown(Probes.BROKER);
    return CHANNELS.stream()
        .map(
            name -> {
              var count = counts.getOrDefault(name, Intake.Counts.NONE);
              return new StatusView.Channel(
                  name,
                  count.received(),
                  count.deadLettered(),
                  count.lastReceivedAt(),
                  isBrokerAway ? null : broker.lagOf(GROUP_PREFIX + name).orElse(null));
            })
        .toList();
  }
}
