package dev.trainyard.monitoring.intake;

import dev.trainyard.monitoring.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** On which machines processes run. Thread-safe. */
@ApplicationScoped
class RunMachines {
  private static final String SELECT =
      """
      SELECT process_id, machine_id FROM monitored_process
      WHERE process_id = ANY (?) AND machine_id IS NOT NULL
      """;
  private static final int NOT_FOUND = 404;
  private static final String PROBLEM = "application/problem+json";
  private static final int MAX_REMEMBERED = 10_000;

  /** What does not agree with an agent may be different soon. */
  private static final Duration DOUBTED_AFTER = Duration.ofSeconds(10);

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
    var others = new HashMap<UUID, UUID>();
    claimed.forEach(
        (processId, machineId) -> {
          var before = answers.get(processId);
          // A process does not move, once its agent tells of it.
          if (before != null && before.machineId().equals(Optional.of(machineId))) {
            machines.put(processId, before.machineId());
          } else {
            others.put(processId, machineId);
          }
        });
    if (!others.isEmpty()) {
      var stored = stored(others.keySet());
      others.forEach(
          (processId, machineId) ->
              machines.put(
                  processId,
                  machineId.equals(stored.get(processId))
                      ? remembered(processId, Optional.of(machineId))
                      : asked(processId)));
    }
    return machines;
  }

  private Map<UUID, UUID> stored(Set<UUID> processIds) {
    var machines = new HashMap<UUID, UUID>();
    database
        .query(
            SELECT,
            row ->
                Map.entry(
                    row.getObject("process_id", UUID.class),
                    row.getObject("machine_id", UUID.class)),
            List.copyOf(processIds))
        .forEach(found -> machines.put(found.getKey(), found.getValue()));
    return machines;
  }

  private Optional<UUID> asked(UUID processId) {
    var before = answers.get(processId);
    return before != null && before.since().plus(DOUBTED_AFTER).isAfter(clock.instant())
        ? before.machineId()
        : remembered(processId, ask(processId));
  }

  private Optional<UUID> remembered(UUID processId, Optional<UUID> machineId) {
    if (answers.size() >= MAX_REMEMBERED) {
      answers.clear();
    }
    answers.put(processId, new Answer(machineId, clock.instant()));
    return machineId;
  }

  private Optional<UUID> ask(UUID processId) {
    try {
      return Optional.of(processes.process(processId).machine().id());
    } catch (WebApplicationException e) {
      if (isUnknown(e.getResponse())) {
        return Optional.empty();
      }
      throw new IllegalStateException("it cannot be asked where processes run: " + e, e);
    } catch (ProcessingException | NullPointerException e) {
      throw new IllegalStateException("it cannot be asked where processes run: " + e, e);
    }
  }

  /** Said by the service itself: something between may answer 404, too. */
  private static boolean isUnknown(Response answer) {
    return answer.getStatus() == NOT_FOUND
        && String.valueOf(answer.getHeaderString(HttpHeaders.CONTENT_TYPE)).startsWith(PROBLEM);
  }
}
