package dev.trainyard.kit.integrity;

import dev.trainyard.kit.problem.ConflictException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Lets one reconciliation run at a time, over all replicas, and keeps its report. Thread-safe. */
@ApplicationScoped
@IfBuildProperty(name = "trainyard.integrity.enabled", stringValue = "true")
class ReconciliationRuns {
  private static final Logger LOG = Logger.getLogger(ReconciliationRuns.class);

  /** "reco" in ASCII. */
  private static final long LOCK = 0x7265636FL;

  private final DataSource dataSource;
  private final ReconciliationStore reports;
  private final IntegrityConfig config;
  private final MeterRegistry meters;

  ReconciliationRuns(
      DataSource dataSource,
      ReconciliationStore reports,
      IntegrityConfig config,
      MeterRegistry meters) {
    this.dataSource = dataSource;
    this.reports = reports;
    this.config = config;
    this.meters = meters;
  }

  /**
   * @throws ConflictException if one is running
   */
  ReconciliationReport alone(Supplier<ReconciliationReport> run) {
    try (var connection = dataSource.getConnection()) {
      if (!tryLock(connection)) {
        throw new ConflictException(
            "reconciliation-running",
            "A reconciliation is running; read its report in a while.",
            Map.of());
      }
      try {
        var report = run.get();
        reports.keep(report);
        count(report);
        return report;
      } finally {
        unlock(connection);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the lock of the reconciliation cannot be had", e);
    }
  }

  Optional<ReconciliationReport> last() {
    return reports.last();
  }

  Duration orphanAge() {
    return config.orphanAge();
  }

  /** Before the first repair it is zero, and not unknown. */
  void register(@Observes StartupEvent start) {
    count(0, 0, 0, 0);
  }

  private void count(ReconciliationReport report) {
    count(report.removedOrphans(), report.abortedUploads(), report.remade(), report.healed());
  }

  private void count(long removed, long aborted, long remade, long healed) {
    repairs("orphan_removed").increment(removed);
    repairs("upload_aborted").increment(aborted);
    repairs("file_remade").increment(remade);
    repairs("file_healed").increment(healed);
  }

  private io.micrometer.core.instrument.Counter repairs(String kind) {
    return meters.counter("trainyard.reconcile.repairs", "kind", kind);
  }

  private static boolean tryLock(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
      return result.next() && result.getBoolean(1);
    }
  }

  /** The pool keeps the session, and with it the lock, unless it is given back. */
  private static void unlock(Connection connection) {
    try {
      if (!connection.isClosed()) {
        try (var statement = connection.createStatement()) {
          statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
        }
      }
    } catch (SQLException e) {
      // A session that broke holds no lock; what was found stays found.
      LOG.warnf("Lock of the reconciliation not given back reason=%s", e.getMessage());
    }
  }
}
