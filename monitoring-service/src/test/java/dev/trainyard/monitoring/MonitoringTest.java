package dev.trainyard.monitoring;

import static org.awaitility.Awaitility.await;

import dev.trainyard.backends.quarkus.BackendsResource;
import dev.trainyard.kit.tenant.DefaultTenant;
import dev.trainyard.kit.testing.TokensResource;
import dev.trainyard.monitoring.database.Database;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the tests against the running service have in common: real servers, and a broker to talk to.
 */
@QuarkusTestResource(
    value = BackendsResource.class,
    initArgs = {
      @ResourceArg(name = "database", value = "monitoring"),
      @ResourceArg(name = "kafka", value = "true")
    })
@QuarkusTestResource(TokensResource.class)
@QuarkusTestResource(ProcessStandIn.class)
@ExtendWith(DefaultTenant.class)
public abstract class MonitoringTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  protected static Broker broker;

  @BeforeAll
  static void connect() {
    broker = new Broker();
  }

  @AfterAll
  static void disconnect() {
    broker.close();
  }

  /** How many rows a table has of a process or a machine. */
  protected static long rows(Database database, String table, String column, UUID id) {
    return database
        .first(
            "SELECT count(*) AS amount FROM %s WHERE %s = ?".formatted(table, column),
            row -> row.getLong("amount"),
            id)
        .orElseThrow();
  }

  /** Waits until the assertion holds. */
  protected static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .untilAsserted(assertion);
  }
}
