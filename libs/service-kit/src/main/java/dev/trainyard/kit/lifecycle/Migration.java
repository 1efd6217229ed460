package dev.trainyard.kit.lifecycle;

import dev.trainyard.kit.tenant.DatabaseUserCheck;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/**
 * Brings the database to this version before anything else uses it. Where it is there at the start
 * that happens before the service listens; else the service begins without it, and the first thing
 * the database sees is the migration. A migration that fails ends the service.
 *
 * <pre>
 * start ── is there ──▶ migrated
 *   └── is away ──▶ waiting, the gate closed, no timers ── is there ──▶ migrated
 * </pre>
 */
@ApplicationScoped
@IfBuildProperty(
    name = "trainyard.tenants.in-database",
    stringValue = "true",
    enableIfMissing = true)
class Migration implements Awaited {
  private static final Logger LOG = Logger.getLogger(Migration.class);
  private static final long RETRY_MILLIS = 1_000;

  /** After the settings were checked, and before anything that has a timer or reads messages. */
  private static final int EARLY = Interceptor.Priority.PLATFORM_BEFORE - 100;

  /** As soon as the timers run. */
  private static final int AFTER_TIMERS = Interceptor.Priority.PLATFORM_BEFORE + 1;

  private final DataSource dataSource;
  private final DatabaseUserCheck userCheck;
  private final Flyway flyway;
  private final DatabaseGate gate;
  private final Scheduler timers;
  private final Event<DatabaseMigrated> migrated;
  private final Waiting waiting;
  private volatile boolean done;
  private volatile boolean stopping;
  private volatile Thread worker;

  Migration(
      DataSource dataSource,
      DatabaseUserCheck userCheck,
      Flyway flyway,
      DatabaseGate gate,
      Scheduler timers,
      Event<DatabaseMigrated> migrated,
      @ConfigProperty(name = "quarkus.datasource.jdbc.url") String address) {
    this.dataSource = dataSource;
    this.userCheck = userCheck;
    this.flyway = flyway;
    this.gate = gate;
    this.timers = timers;
    this.migrated = migrated;
    this.waiting = new Waiting(LOG, "the database at " + address);
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public Optional<String> missing() {
    return done ? Optional.empty() : Optional.of(waiting.reason().orElse("it is being migrated"));
  }

  void onStart(@Observes @Priority(EARLY) StartupEvent event) {
    done = tryOnce();
    if (!done) {
      worker = new Thread(this::tryUntilDone, "migration");
      worker.setDaemon(true);
      gate.closeExceptFor(worker);
    }
  }

  void onTimers(@Observes @Priority(AFTER_TIMERS) StartupEvent event) {
    if (!done) {
      timers.pause();
      worker.start();
    }
  }

  void onStop(@Observes ShutdownEvent event) {
    stopping = true;
    if (worker != null) {
      worker.interrupt();
    }
  }

  private void tryUntilDone() {
    try {
      while (!stopping && !tryOnce()) {
        Thread.sleep(RETRY_MILLIS);
      }
      if (stopping) {
        return;
      }
      done = true;
      gate.open();
      timers.resume();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.fatal("The database cannot be used, ending", e);
      Quarkus.asyncExit(1);
    }
  }

  /** False if the database is away. */
  private boolean tryOnce() {
    try {
      userCheck.check(dataSource);
      migrate();
      migrated.fire(new DatabaseMigrated());
      waiting.over();
      return true;
    } catch (SQLException e) {
      if (stopping) {
        return false;
      }
      waiting.on(String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** What fails while the database goes away is tried again. */
  private void migrate() throws SQLException {
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      userCheck.check(dataSource);
      throw e;
    }
  }
}
