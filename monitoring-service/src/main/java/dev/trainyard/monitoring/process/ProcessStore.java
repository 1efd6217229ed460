package dev.trainyard.monitoring.process;

import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.ProcessEvent;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.database.StoredJson;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What is known of processes, as their events tell it. Thread-safe. */
@ApplicationScoped
public class ProcessStore {
  // An older event that is delivered again changes nothing.
  private static final String SAVE =
      """
      INSERT INTO monitored_process AS kept (process_id, name, status, attempt, project_id,
        template_id, template_name, machine_id, machine_name, model_id, failure, first_seen_at,
        updated_at, tenant)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
      ON CONFLICT (process_id) DO UPDATE SET
        name = excluded.name, status = excluded.status, attempt = excluded.attempt,
        project_id = excluded.project_id, template_id = excluded.template_id,
        template_name = excluded.template_name, machine_id = excluded.machine_id,
        machine_name = excluded.machine_name, model_id = excluded.model_id,
        failure = excluded.failure, updated_at = excluded.updated_at
      WHERE kept.updated_at <= excluded.updated_at
      """;

  private static final String SAVE_SETTINGS =
      """
      INSERT INTO run_settings AS kept (process_id, attempt, iterations, batch_size, device,
        model_type, tenant)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (process_id) DO UPDATE SET
        attempt = excluded.attempt, iterations = excluded.iterations,
        batch_size = excluded.batch_size, device = excluded.device,
        model_type = excluded.model_type
      WHERE kept.attempt <= excluded.attempt
      """;

  private static final String SELECT =
      """
      SELECT process.*, settings.iterations, settings.batch_size,
        CASE WHEN settings.device = 'CUDA' AND jsonb_array_length(load.hardware -> 'gpus') = 0
          THEN 'CPU' ELSE settings.device END AS device
      FROM monitored_process AS process
      LEFT JOIN run_settings AS settings USING (process_id)
      LEFT JOIN machine_load AS load ON load.machine_id = process.machine_id
      """;

  private static final String SAVE_DELETION =
      """
      INSERT INTO deleted_process (process_id, deleted_at) VALUES (?, ?) ON CONFLICT DO NOTHING
      """;

  private final Database database;
  private final StoredJson json;
  private final Clock clock;

  ProcessStore(Database database, StoredJson json, Clock clock) {
    this.database = database;
    this.json = json;
    this.clock = clock;
  }

  /** Takes over what an event says; a process can be created again with the id of a deleted one. */
  public void save(ProcessEvent event, String tenant) {
    if (event.status() == ProcessStatus.CREATED) {
      database.batch(
          "DELETE FROM deleted_process WHERE process_id = ?",
          List.<Object[]>of(new Object[] {event.processId()}));
    }
    database.batch(
        SAVE,
        List.<Object[]>of(
            new Object[] {
              event.processId(),
              event.name(),
              event.status(),
              event.attempt(),
              event.projectId(),
              event.templateId(),
              event.templateName(),
              event.machineId(),
              event.machineName(),
              event.modelId(),
              json.write(event.failure()),
              event.occurredAt(),
              event.occurredAt(),
              tenant
            }));
    takeOver(event.processId(), tenant);
  }

  /** What has come of a process before this was known, or just now, is whose the process is. */
  private void takeOver(UUID processId, String tenant) {
    for (var table : List.of("metric_run", "log_line", "run_settings")) {
      database.batch(
          "UPDATE %s SET tenant = ? WHERE process_id = ? AND tenant <> ?".formatted(table),
          List.<Object[]>of(new Object[] {tenant, processId, tenant}));
    }
  }

  /** Remembers how a run was started. */
  public void save(StartTraining command, String tenant) {
    var parameters = command.parameters();
    database.batch(
        SAVE_SETTINGS,
        List.<Object[]>of(
            new Object[] {
              command.processId(),
              command.attempt(),
              parameters.iterations(),
              parameters.batchSize(),
              parameters.device(),
              command.modelType(),
              tenant
            }));
  }

  /** Forgets a process with its measurements and its log; the journal keeps its events. */
  public void delete(UUID processId) {
    database.batch(SAVE_DELETION, List.<Object[]>of(new Object[] {processId, clock.instant()}));
    deleteAll(List.of(processId));
  }

  /** Forgets what has come of deleted processes since they were. */
  public void deleteLate() {
    deleteAll(
        database.query(
            "SELECT process_id FROM deleted_process ORDER BY process_id",
            row -> row.getObject("process_id", UUID.class)));
  }

  /** Whether it was deleted: something of it may have come since. */
  public boolean isDeleted(UUID processId) {
    return database
        .first("SELECT 1 FROM deleted_process WHERE process_id = ?", row -> true, processId)
        .isPresent();
  }

  /**
   * Holds a client back that asks about a process of which nothing is known any more.
   *
   * @param hasEntries whether something of it is stored, which may be there before its first event
   * @throws NotFoundException if it was deleted, or nothing is known of it
   */
  public void requireKnown(UUID processId, boolean hasEntries) {
    if (isDeleted(processId) || !hasEntries && find(processId).isEmpty()) {
      throw new NotFoundException("process", processId);
    }
  }

  public Optional<MonitoredProcess> find(UUID processId) {
    return database.first(SELECT + "WHERE process.process_id = ?", this::read, processId);
  }

  /**
   * A page of the processes, the newest first.
   *
   * @param status null for any
   */
  List<MonitoredProcess> list(ProcessStatus status, int offset, int limit) {
    return database.query(
        SELECT
            + """
            WHERE coalesce(?, process.status) = process.status
            ORDER BY process.first_seen_at DESC, process.process_id OFFSET ? LIMIT ?
            """,
        this::read,
        status,
        offset,
        limit);
  }

  /** How many processes are in each status that any is in. */
  public Map<ProcessStatus, Long> countByStatus() {
    return database
        .query(
            "SELECT status, count(*) AS amount FROM monitored_process GROUP BY status",
            row -> Map.entry(ProcessStatus.valueOf(row.getString("status")), row.getLong("amount")))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private void deleteAll(List<UUID> processIds) {
    var rows = processIds.stream().map(processId -> new Object[] {processId}).toList();
    QuarkusTransaction.joiningExisting().run(() -> deletePoints(processIds));
    for (var table : List.of("log_line", "run_settings", "monitored_process")) {
      database.batch("DELETE FROM " + table + " WHERE process_id = ?", rows);
    }
  }

  /** The rows of the runs are locked first: nobody is to add a point to a run that goes. */
  private void deletePoints(List<UUID> processIds) {
    var runs =
        database.query(
            "SELECT id FROM metric_run WHERE process_id = ANY (?) ORDER BY id FOR UPDATE",
            row -> row.getLong("id"),
            processIds);
    var rows = runs.stream().map(run -> new Object[] {run}).toList();
    database.batch("DELETE FROM metric_point WHERE run_id = ?", rows);
    database.batch("DELETE FROM metric_run WHERE id = ?", rows);
  }

  private MonitoredProcess read(ResultSet row) throws SQLException {
    return new MonitoredProcess(
        row.getObject("process_id", UUID.class),
        row.getString("name"),
        ProcessStatus.valueOf(row.getString("status")),
        row.getInt("attempt"),
        row.getObject("project_id", UUID.class),
        row.getObject("template_id", UUID.class),
        row.getString("template_name"),
        row.getObject("machine_id", UUID.class),
        row.getString("machine_name"),
        row.getObject("model_id", UUID.class),
        json.read(row.getString("failure"), Failure.class),
        Database.nullable(row, "iterations", Integer.class),
        Database.nullable(row, "batch_size", Integer.class),
        row.getString("device"),
        Database.instant(row, "first_seen_at"),
        Database.instant(row, "updated_at"));
  }
}
