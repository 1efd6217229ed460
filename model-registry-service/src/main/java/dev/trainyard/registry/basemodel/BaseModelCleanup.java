package dev.trainyard.registry.basemodel;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/** Ends, from time to time, what was begun and left. Replicas may do so at once. */
@ApplicationScoped
class BaseModelCleanup {
  private final BaseModelChanges changes;

  BaseModelCleanup(BaseModelChanges changes) {
    this.changes = changes;
  }

  @Scheduled(
      every = "{trainyard.registry.cleanup-interval}",
      delayed = "30s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void clean() {
    changes.endAbandoned();
  }
}
