package dev.trainyard.monitoring.intake;

import dev.trainyard.contracts.machine.MachineEvent;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.kit.tenant.TenantRules;
import dev.trainyard.kit.tenant.TenantScope;
import dev.trainyard.monitoring.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Whose what comes is, as the tables have it. Thread-safe. */
@ApplicationScoped
public class EventTenants {
  private static final String NOBODY = "-";

  private final Database database;
  private final TenantRules rules;

  EventTenants(Database database, TenantRules rules) {
    this.database = database;
    this.rules = rules;
  }

  /**
   * Whose an event is; an asterisk for one about a machine that all tenants share, a hyphen for
   * others that are nobody's: they are seen by those who act for all.
   */
  public String of(ReceivedEvent event) {
    if (event.data() instanceof MachineEvent) {
      return event.tenant().orElse(TenantScope.ALL_NAME);
    }
    var tenant = rules.tenantOf(event);
    return tenant.equals(TenantScope.ALL_NAME) ? NOBODY : tenant;
  }

  /**
   * Whose processes are, of which agents tell: what the process service has said counts; as long as
   * it has not, what the agents say.
   *
   * @param claimed what they say, by process
   */
  public Map<UUID, String> ofProcesses(Map<UUID, String> claimed) {
    return known("monitored_process", "process_id", claimed);
  }

  /** Whose machines are; the default tenant's as long as nobody has said so. */
  public Map<UUID, String> ofMachines(Collection<UUID> machineIds) {
    return known(
        "monitored_machine",
        "machine_id",
        machineIds.stream()
            .distinct()
            .collect(Collectors.toMap(id -> id, id -> rules.defaultName())));
  }

  private Map<UUID, String> known(String table, String key, Map<UUID, String> otherwise) {
    var tenants = new HashMap<>(otherwise);
    database
        .query(
            "SELECT %2$s AS id, tenant FROM %1$s WHERE %2$s = ANY (?)".formatted(table, key),
            row -> Map.entry(row.getObject("id", UUID.class), row.getString("tenant")),
            List.copyOf(otherwise.keySet()))
        .forEach(found -> tenants.put(found.getKey(), found.getValue()));
    return tenants;
  }
}
