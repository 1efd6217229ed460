package dev.trainyard.process.process;

import dev.trainyard.kit.paging.Page;
import dev.trainyard.process.machine.MachineDirectory;
import dev.trainyard.protocol.process.ProcessAction;
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

  List<ProcessAction> allowedActions(TrainingProcess process) {
    return AllowedActions.of(process, machines.find(process.machineId()).orElse(null));
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
      // One that is switched off keeps its place and lets the others pass.
      var before = lengths.getOrDefault(waiting.machineId(), 0);
      places.put(waiting.id(), before + 1);
      lengths.put(waiting.machineId(), waiting.enabled() ? before + 1 : before);
    }
    return places;
  }
}
