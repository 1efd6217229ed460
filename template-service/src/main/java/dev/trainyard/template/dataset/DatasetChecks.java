package dev.trainyard.template.dataset;

import dev.trainyard.kit.tenant.CurrentTenant;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Runs the checks of this replica, a few at a time. What waits, waits in the database, where any
 * replica finds it; so does what a replica that died was checking, once its lease is over.
 * Thread-safe.
 */
@ApplicationScoped
class DatasetChecks {
  private static final Logger LOG = Logger.getLogger(DatasetChecks.class);

  private final CheckLifecycle lifecycle;
  private final DatasetCheck check;
  private final CurrentTenant tenant;
  private final Semaphore slots;
  private final ExecutorService executor = Executors.newCachedThreadPool(DatasetChecks::thread);
  private final Map<UUID, RunningCheck> running = new ConcurrentHashMap<>();

  DatasetChecks(
      CheckLifecycle lifecycle, DatasetCheck check, DatasetConfig config, CurrentTenant tenant) {
    this.tenant = tenant;
    this.lifecycle = lifecycle;
    this.check = check;
    this.slots = new Semaphore(config.maxChecks(), true);
  }

  /** Checks a dataset in the caller's thread, unless somebody else does. */
  void checkNow(UUID id, ReceivedFile archive) {
    slots.acquireUninterruptibly();
    try {
      lifecycle.claim(id).ifPresent(task -> run(task, Optional.of(archive)));
    } finally {
      slots.release();
    }
    wake();
  }

  /** Begins with what waits, as far as there is room. */
  void wake() {
    while (slots.tryAcquire()) {
      var task = claimNext();
      if (task.isEmpty()) {
        slots.release();
        return;
      }
      executor.execute(() -> runAndGoOn(task.get()));
    }
  }

  private Optional<CheckTask> claimNext() {
    try {
      return lifecycle.claimNext();
    } catch (RuntimeException e) {
      LOG.warnf("Waiting checks were not looked for, will be later reason=%s", e);
      return Optional.empty();
    }
  }

  private void runAndGoOn(CheckTask task) {
    try {
      run(task, Optional.empty());
    } finally {
      slots.release();
    }
    wake();
  }

  private void run(CheckTask task, Optional<ReceivedFile> archive) {
    var started = new RunningCheck(task);
    running.put(task.datasetId(), started);
    try {
      tenant.run(task.tenant(), () -> check.run(started, archive));
    } finally {
      running.remove(task.datasetId(), started);
    }
  }

  @Scheduled(
      every = "${trainyard.datasets.check-interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void beat() {
    running.values().forEach(this::renew);
    wake();
  }

  private void renew(RunningCheck started) {
    var task = started.task();
    try {
      // Should it be outrun, its end finds that out.
      tenant.run(task.tenant(), () -> lifecycle.renew(task, started.progress()));
    } catch (RuntimeException e) {
      LOG.warnf("Check not renewed datasetId=%s reason=%s", task.datasetId(), e);
    }
  }

  /** What a replica that stops was doing is nobody's fault: another one begins anew soon. */
  void stop(@Observes ShutdownEvent event) {
    running.values().stream().filter(RunningCheck::giveBack).forEach(this::putOff);
    executor.shutdownNow();
  }

  private void putOff(RunningCheck started) {
    var task = started.task();
    var id = task.datasetId();
    try {
      tenant.run(task.tenant(), () -> lifecycle.putOff(task, false));
      LOG.infof("Check given back datasetId=%s", id);
    } catch (RuntimeException e) {
      LOG.warnf("Check waits for the end of its lease datasetId=%s reason=%s", id, e);
    }
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "dataset-check");
    thread.setDaemon(true);
    return thread;
  }
}
