package dev.trainyard.template.dataset;

import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.template.project.ProjectTenants;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Ends what nobody goes on with. Thread-safe. */
@ApplicationScoped
class DatasetCleanup {
  private static final Logger LOG = Logger.getLogger(DatasetCleanup.class);

  private final UploadLifecycle lifecycle;
  private final DatasetDeletion deletion;
  private final ReceivedObjects received;
  private final ObjectDisposal disposal;
  private final DatasetConfig config;
  private final Clock clock;
  private final ProjectTenants tenants;

  DatasetCleanup(
      UploadLifecycle lifecycle,
      DatasetDeletion deletion,
      ReceivedObjects received,
      ObjectDisposal disposal,
      DatasetConfig config,
      Clock clock,
      ProjectTenants tenants) {
    this.lifecycle = lifecycle;
    this.deletion = deletion;
    this.received = received;
    this.disposal = disposal;
    this.config = config;
    this.clock = clock;
    this.tenants = tenants;
  }

  @Scheduled(
      every = "${trainyard.datasets.cleanup-interval}",
      delayed = "${trainyard.datasets.cleanup-interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void clean() {
    tenants.each(this::cleanRows);
    disposal.removeDue();
  }

  private void cleanRows() {
    lifecycle.overdue().forEach(this::expire);
    deletion.deleteRejectedBefore(clock.instant().minus(config.rejectedKept()));
  }

  private void expire(UUID id) {
    try {
      lifecycle.expire(id).ifPresent(received::tryToRemove);
    } catch (RuntimeException e) {
      // The others do not wait for it.
      LOG.errorf(e, "Overdue upload not ended, will be later datasetId=%s", id);
    }
  }
}
