package dev.trainyard.backends.container;

import dev.trainyard.backends.BackendException;
import dev.trainyard.backends.DatabaseOwner;
import dev.trainyard.backends.SharedServers.SharedServer;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL with the locale and the users that the embedded one has. Thread-safe. */
final class ContainerPostgres implements SharedServer {
  private static final String PASSWORD = "trainyard";

  private final PostgreSQLContainer container;
  private final Set<String> databases = new HashSet<>();

  ContainerPostgres(DockerImageName image) {
    container =
        new PostgreSQLContainer(image)
            .withUsername("trainyard")
            .withPassword(PASSWORD)
            .withDatabaseName("postgres")
            .withEnv(
                "POSTGRES_INITDB_ARGS",
                "--encoding=UTF8 --no-locale --locale-provider=builtin --builtin-locale=C.UTF-8")
            .withCommand(
                "postgres",
                "-c",
                "max_connections=200",
                "-c",
                "timezone=UTC",
                "-c",
                "fsync=off",
                "-c",
                "synchronous_commit=off",
                "-c",
                "full_page_writes=off");
    container.start();
  }

  @Override
  public synchronized Map<String, String> configuration(String database) {
    var owner = DatabaseOwner.of(database);
    if (databases.add(database)) {
      execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(owner, PASSWORD));
      execute("CREATE DATABASE %s OWNER %s".formatted(database, owner));
    }
    return Map.of(
        "quarkus.datasource.jdbc.url",
        "jdbc:postgresql://%s:%d/%s"
            .formatted(
                container.getHost(),
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                database),
        "quarkus.datasource.username",
        owner,
        "quarkus.datasource.password",
        PASSWORD);
  }

  @Override
  public void close() {
    container.stop();
  }

  /** By the container's own psql, so that this module needs no driver. */
  private void execute(String command) {
    try {
      var done =
          container.execInContainer(
              "psql", "-U", "trainyard", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-c", command);
      if (done.getExitCode() != 0) {
        throw new BackendException("PostgreSQL refused '" + command + "': " + done.getStderr());
      }
    } catch (IOException e) {
      throw new BackendException("PostgreSQL's container cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException("Interrupted while a database was made", e);
    }
  }
}
