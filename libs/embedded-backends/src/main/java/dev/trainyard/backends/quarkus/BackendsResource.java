package dev.trainyard.backends.quarkus;

import dev.trainyard.backends.SharedBackends;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Real servers for a {@code @QuarkusTest}. Arguments: {@code database} (a name; PostgreSQL runs if
 * it is given), {@code kafka} and {@code s3} ({@code true} or {@code false}, the default). All
 * tests of a JVM share the servers and what is in them; they end with the JVM.
 *
 * <pre>{@code
 * @QuarkusTestResource(
 *     value = BackendsResource.class,
 *     initArgs = {
 *       @ResourceArg(name = "database", value = "process"),
 *       @ResourceArg(name = "kafka", value = "true")
 *     })
 * }</pre>
 */
public final class BackendsResource implements QuarkusTestResourceLifecycleManager {

  private String database;
  private boolean kafka;
  private boolean s3;

  @Override
  public void init(Map<String, String> arguments) {
    database = arguments.get("database");
    kafka = Boolean.parseBoolean(arguments.get("kafka"));
    s3 = Boolean.parseBoolean(arguments.get("s3"));
  }

  @Override
  public Map<String, String> start() {
    return SharedBackends.configuration(database, kafka, s3);
  }

  @Override
  public void stop() {
    // The servers outlive the application on purpose; see SharedBackends.
  }
}
