package dev.trainyard.process.process;

import dev.trainyard.kit.paging.Page;
import dev.trainyard.process.machine.MachineDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Shows processes with what others know of them: their machines, and their places in line. */
@ApplicationScoped
class ProcessViews {
  private final ProcessStore processes;
  private final MachineDirectory machines;

  ProcessViews(ProcessStore processes, MachineDirectory machines) {
    this.processes = processes;
    this.machines = machines;
  }

  ProcessView of(TrainingProcess process) {
    return ProcessView.of(
        process,
        machines.find(process.machineId()).orElse(null),
        places(List.of(process)).get(process.id()));
  }

  Page<ProcessView> of(Page<TrainingProcess> page) {
    var known =
        machines.findAll(page.items().stream().map(TrainingProcess::machineId).distinct().toList());
    var places = places(page.items());
    return page.map(
        process ->
            ProcessView.of(process, known.get(process.machineId()), places.get(process.id())));
  }

  /** From 1, by process; of those that wait. */
  private Map<UUID, Integer> places(Collection<TrainingProcess> shown) {
    var awaited =
        shown.stream()
            .filter(TrainingProcess::queued)
            .map(TrainingProcess::machineId)
            .distinct()
            .toList();
    if (awaited.isEmpty()) {
      return Map.of();
    }
    var places = new HashMap<UUID, Integer>();
    var lengths = new HashMap<UUID, Integer>();
    for (var waiting : processes.waiting(awaited)) {
      places.put(waiting.id(), lengths.merge(waiting.machineId(), 1, Integer::sum));
    }
    return places;
  }
}
