package dev.trainyard.kit.integrity;

import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Looks, from time to time, whether database and storage agree. Replicas may do so at once. */
@ApplicationScoped
@IfBuildProperty(name = "trainyard.integrity.enabled", stringValue = "true")
class IntegrityJobs {
  private static final Logger LOG = Logger.getLogger(IntegrityJobs.class);
  private static final int BATCH = 500;

  private final Reconciler reconciler;
  private final FileVerifier verifier;
  private final FileOwner owner;
  private final IntegrityStore known;
  private final IntegrityConfig config;
  private final Clock clock;

  IntegrityJobs(
      Reconciler reconciler,
      FileVerifier verifier,
      FileOwner owner,
      IntegrityStore known,
      IntegrityConfig config,
      Clock clock) {
    this.reconciler = reconciler;
    this.verifier = verifier;
    this.owner = owner;
    this.known = known;
    this.config = config;
    this.clock = clock;
  }

  void register(@Observes StartupEvent start, MeterRegistry meters) {
    for (var state : Integrity.State.values()) {
      if (state != Integrity.State.INTACT) {
        Gauge.builder("trainyard.files.broken", known, store -> count(store, state))
            .tag("state", state.name().toLowerCase(java.util.Locale.ROOT))
            .description("Files in the object storage that are not what was stored.")
            .register(meters);
      }
    }
  }

  @Scheduled(
      every = "${trainyard.integrity.reconcile-interval}",
      delayed = "1m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void reconcile() {
    try {
      reconciler.run(false);
    } catch (ConflictException e) {
      LOG.debug("Another replica reconciles");
    } catch (DependencyUnavailableException e) {
      LOG.warnf("Not reconciled, will be later reason=%s", e.getMessage());
    }
  }

  @Scheduled(
      every = "${trainyard.integrity.verify-interval}",
      delayed = "${trainyard.integrity.verify-interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void verifyDue() {
    try {
      var failures = new FewFailures();
      var page = owner.filesAfter("", BATCH);
      while (!page.isEmpty()) {
        page.forEach(file -> failures.tries(file.key(), () -> verifyIfDue(file)));
        page = owner.filesAfter(page.get(page.size() - 1).key(), BATCH);
      }
    } catch (DependencyUnavailableException e) {
      LOG.warnf("Files not verified, will be later reason=%s", e.getMessage());
    }
  }

  /** Asked for each just before: another replica may have read it meanwhile. */
  private void verifyIfDue(OwnedFile file) {
    var readAt = verifier.lastLook(file).checkedAt();
    if (readAt.isBefore(clock.instant().minus(config.verifyAfter()))) {
      verifier.verify(file);
    }
  }

  private static double count(IntegrityStore store, Integrity.State state) {
    try {
      return store.countBad().getOrDefault(state, 0L);
    } catch (RuntimeException e) {
      // Not a number where the database does not answer.
      return Double.NaN;
    }
  }
}
