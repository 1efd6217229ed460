package dev.trainyard.monitoring.intake;

import dev.trainyard.monitoring.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** On which machines processes run. Thread-safe. */
@ApplicationScoped
class RunMachines {
  private static final String SELECT =
      "SELECT process_id, machine_id FROM monitored_process WHERE process_id = ANY (?)";
  private static final int NOT_FOUND = 404;
  private static final int MAX_REMEMBERED = 10_000;

  /** Until the events have told of it, too. */
  private static final Duration GOOD_FOR = Duration.ofSeconds(10);

  private final Database database;
  private final ProcessClient processes;
  private final Clock clock;
  private final Map<UUID, Answer> answers = new ConcurrentHashMap<>();

  RunMachines(Database database, @RestClient ProcessClient processes, Clock clock) {
    this.database = database;
    this.processes = processes;
    this.clock = clock;
  }

  private record Answer(Optional<UUID> machineId, Instant since) {}

  /**
   * Where processes run; those that do not exist run nowhere. Events may lag behind what agents
   * say, so that the process service is asked where they do not agree.
   *
   * @param claimed where they run as agents have it, by process
   */
  Map<UUID, Optional<UUID>> of(Map<UUID, UUID> claimed) {
    var machines = new HashMap<UUID, Optional<UUID>>();
    database
        .query(
            SELECT,
            row ->
                Map.entry(
                    row.getObject("process_id", UUID.class),
                    row.getObject("machine_id", UUID.class)),
            List.copyOf(claimed.keySet()))
        .forEach(found -> machines.put(found.getKey(), Optional.of(found.getValue())));
    claimed.forEach(
        (processId, machineId) -> {
          if (!Optional.of(machineId).equals(machines.get(processId))) {
            machines.put(processId, asked(processId));
          }
        });
    return machines;
  }

  private Optional<UUID> asked(UUID processId) {
    var now = clock.instant();
    var before = answers.get(processId);
    if (before != null && before.since().plus(GOOD_FOR).isAfter(now)) {
      return before.machineId();
    }
    if (answers.size() >= MAX_REMEMBERED) {
      answers.clear();
    }
    var machineId = ask(processId);
    answers.put(processId, new Answer(machineId, now));
    return machineId;
  }

  private Optional<UUID> ask(UUID processId) {
    try {
      return Optional.of(processes.process(processId).machine().id());
    } catch (WebApplicationException e) {
      if (e.getResponse().getStatus() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
