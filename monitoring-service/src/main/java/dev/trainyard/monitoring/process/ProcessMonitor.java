package dev.trainyard.monitoring.process;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.monitoring.metrics.MetricStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Puts together what events and measurements say of processes. */
@ApplicationScoped
class ProcessMonitor {
  private final ProcessStore processes;
  private final MetricStore metrics;

  ProcessMonitor(ProcessStore processes, MetricStore metrics) {
    this.processes = processes;
    this.metrics = metrics;
  }

  /**
   * @throws NotFoundException if it was deleted, or neither an event nor a measurement of it has
   *     come
   */
  ProcessView view(UUID processId) {
    if (processes.isDeleted(processId)) {
      throw new NotFoundException("process", processId);
    }
    var ids = List.of(processId);
    var latest = Optional.ofNullable(metrics.latest(ids).get(processId));
    var evaluation = Optional.ofNullable(metrics.latestEvaluations(ids).get(processId));
    return processes
        .find(processId)
        .map(process -> ProcessView.of(process, latest, evaluation))
        .or(() -> latest.map(point -> ProcessView.of(point, evaluation)))
        .orElseThrow(() -> new NotFoundException("process", processId));
  }

  /**
   * @param status null for any
   */
  Page<ProcessView> list(ProcessStatus status, PageQuery query) {
    var found = processes.list(status, query.page() * query.size(), query.size());
    var ids = found.stream().map(MonitoredProcess::processId).toList();
    var latest = metrics.latest(ids);
    var evaluations = metrics.latestEvaluations(ids);
    var views =
        found.stream()
            .map(
                process ->
                    ProcessView.of(
                        process,
                        Optional.ofNullable(latest.get(process.processId())),
                        Optional.ofNullable(evaluations.get(process.processId()))))
            .toList();
    var counts = processes.countByStatus();
    var total =
        status == null
            ? counts.values().stream().mapToLong(Long::longValue).sum()
            : counts.getOrDefault(status, 0L);
    return new Page<>(views, query.page(), query.size(), total);
  }
}
