package dev.trainyard.registry.model;

import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.registry.archive.ArchiveVerifier;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;

/** Clears away, from time to time, what nobody needs. Replicas may do so at once. */
@ApplicationScoped
class RegistryCleanup {
  private final ModelService models;
  private final ObjectDisposal disposal;
  private final ArchiveVerifier verifier;

  RegistryCleanup(ModelService models, ObjectDisposal disposal, ArchiveVerifier verifier) {
    this.models = models;
    this.disposal = disposal;
    this.verifier = verifier;
  }

  @Scheduled(
      every = "{trainyard.registry.cleanup-interval}",
      delayed = "30s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void clean() {
    verifier.removeLeftOvers();
    models.deleteAbandoned();
    disposal.removeDue();
  }
}
