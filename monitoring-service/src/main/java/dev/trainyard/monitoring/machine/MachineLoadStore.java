package dev.trainyard.monitoring.machine;

import dev.trainyard.contracts.machine.Hardware;
import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.contracts.machine.Load;
import dev.trainyard.contracts.machine.MachineEvent;
import dev.trainyard.contracts.machine.ObservedRun;
import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.database.StoredJson;
import dev.trainyard.monitoring.intake.EventTenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Machines as their events and their last heartbeats tell of them. Thread-safe. */
@ApplicationScoped
public class MachineLoadStore {
  // What an agent has sent whose clock is ahead, or who was none, is not to stay for that long.
  private static final String SAVE_LOAD =
      """
      INSERT INTO machine_load AS kept (machine_id, agent_version, reported_at, received_at,
        hardware, load, run, tenant)
      VALUES (?, ?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?)
      ON CONFLICT (machine_id) DO UPDATE SET
        agent_version = excluded.agent_version, reported_at = excluded.reported_at,
        received_at = excluded.received_at, hardware = excluded.hardware,
        load = excluded.load, run = excluded.run, tenant = excluded.tenant
      WHERE kept.reported_at <= excluded.reported_at OR kept.reported_at > excluded.received_at
      """;

  private static final String SAVE_MACHINE =
      """
      INSERT INTO monitored_machine AS kept (machine_id, name, address, enabled, available,
        updated_at, tenant)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (machine_id) DO UPDATE SET
        name = excluded.name, address = excluded.address, enabled = excluded.enabled,
        available = excluded.available, updated_at = excluded.updated_at
      WHERE kept.updated_at <= excluded.updated_at
      """;

  // Full, so that an agent whose machine nobody has registered can be seen. What a machine that all
  // tenants share
  // is doing, is shown to whose it is.
  private static final String SELECT =
      """
      SELECT machine_id, name, address, enabled, available, agent_version, reported_at,
        hardware, load,
        CASE WHEN machine_load.tenant <> '*' OR EXISTS (
          SELECT FROM monitored_process AS process
          WHERE process.process_id = (run -> 'report' ->> 'processId')::uuid) THEN run END AS run
      FROM monitored_machine FULL JOIN machine_load USING (machine_id)
      """;

  private final Database database;
  private final EventTenants tenants;
  private final StoredJson json;
  private final Clock clock;

  MachineLoadStore(Database database, StoredJson json, Clock clock, EventTenants tenants) {
    this.tenants = tenants;
    this.database = database;
    this.json = json;
    this.clock = clock;
  }

  /** Keeps the newest heartbeat of each machine. */
  @Transactional
  void saveAll(Collection<Heartbeat> heartbeats) {
    var owners = tenants.ofMachines(heartbeats.stream().map(Heartbeat::machineId).toList());
    var rows =
        heartbeats.stream()
            // The same order in every replica, so that none waits for another in a circle.
            .sorted(Comparator.comparing(Heartbeat::machineId))
            .map(
                heartbeat ->
                    new Object[] {
                      heartbeat.machineId(),
                      heartbeat.agentVersion(),
                      heartbeat.time(),
                      clock.instant(),
                      json.write(heartbeat.hardware()),
                      json.write(heartbeat.load()),
                      json.write(heartbeat.run()),
                      owners.get(heartbeat.machineId())
                    })
            .toList();
    database.batch(SAVE_LOAD, rows);
  }

  /** Takes over what an event says of a machine. */
  public void save(MachineEvent event, String tenant) {
    database.batch(
        SAVE_MACHINE,
        List.<Object[]>of(
            new Object[] {
              event.machineId(),
              event.name(),
              event.address(),
              event.enabled(),
              event.available(),
              event.occurredAt(),
              tenant
            }));
    takeOver(event.machineId(), tenant);
  }

  /** What has come of a machine before this was known, or just now, is whose the machine is. */
  private void takeOver(UUID machineId, String tenant) {
    for (var table : List.of("machine_load", "machine_load_minute", "machine_load_hour")) {
      database.batch(
          "UPDATE %s SET tenant = ? WHERE machine_id = ? AND tenant <> ?".formatted(table),
          List.<Object[]>of(new Object[] {tenant, machineId, tenant}));
    }
  }

  /** Forgets a machine. */
  public void delete(UUID machineId) {
    for (var table : List.of("machine_load", "monitored_machine")) {
      database.batch(
          "DELETE FROM " + table + " WHERE machine_id = ?",
          List.<Object[]>of(new Object[] {machineId}));
    }
  }

  /** A page of the machines, by name. */
  List<MachineLoadView> list(int offset, int limit) {
    return database.query(
        SELECT + "ORDER BY name NULLS LAST, machine_id OFFSET ? LIMIT ?",
        this::read,
        offset,
        limit);
  }

  /** One machine, if an event or a heartbeat has told of it. */
  Optional<MachineLoadView> find(UUID machineId) {
    return database.first(SELECT + "WHERE machine_id = ?", this::read, machineId);
  }

  /** How many machines {@link #list} has in all. */
  long total() {
    return database
        .first(
            """
            SELECT count(*) AS total
            FROM monitored_machine FULL JOIN machine_load USING (machine_id)
            """,
            row -> row.getLong("total"))
        .orElse(0L);
  }

  /** Registered machines, those enabled and those available among them. */
  public Counts counts() {
    return database
        .first(
            """
            SELECT count(*) AS registered, count(*) FILTER (WHERE enabled) AS enabled,
              count(*) FILTER (WHERE available) AS available
            FROM monitored_machine
            """,
            row ->
                new Counts(
                    row.getLong("registered"), row.getLong("enabled"), row.getLong("available")))
        .orElseThrow();
  }

  /** Numbers of machines. */
  @Schema(name = "MachineCounts", description = "Numbers of machines.")
  public record Counts(
      @Schema(examples = "12") long registered,
      @Schema(examples = "11") long enabled,
      @Schema(examples = "9") long available) {}

  private MachineLoadView read(ResultSet row) throws SQLException {
    var run = json.read(row.getString("run"), ObservedRun.class);
    return new MachineLoadView(
        row.getObject("machine_id", UUID.class),
        row.getString("name"),
        row.getString("address"),
        Database.nullable(row, "enabled", Boolean.class),
        Database.nullable(row, "available", Boolean.class),
        row.getString("agent_version"),
        Database.instant(row, "reported_at"),
        json.read(row.getString("hardware"), Hardware.class),
        json.read(row.getString("load"), Load.class),
        run == null ? null : MachineLoadView.Run.of(run));
  }
}
