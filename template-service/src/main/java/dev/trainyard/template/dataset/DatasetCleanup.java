package dev.trainyard.template.dataset;

import dev.trainyard.kit.integrity.ObjectDisposal;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/** Ends what nobody goes on with. Thread-safe. */
@ApplicationScoped
class DatasetCleanup {
  private final UploadLifecycle lifecycle;
  private final ReceivedObjects received;
  private final ObjectDisposal disposal;

  DatasetCleanup(UploadLifecycle lifecycle, ReceivedObjects received, ObjectDisposal disposal) {
    this.disposal = disposal;
    this.lifecycle = lifecycle;
    this.received = received;
  }

  @Scheduled(
      every = "${trainyard.datasets.cleanup-interval}",
      delayed = "${trainyard.datasets.cleanup-interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void clean() {
    for (var id : lifecycle.overdue()) {
      lifecycle.expire(id).ifPresent(received::tryToRemove);
    }
    lifecycle.forgetRejected();
    disposal.removeDue();
  }
}
