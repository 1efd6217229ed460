package dev.trainyard.process.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.backends.Placement;
import dev.trainyard.backends.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Processes that were made by an older version are found by their base model too. */
class ProcessMigrationIT {
  private static final String PROCESS =
      """
      INSERT INTO training_process (id, name, name_key, status, enabled, attempt, machine_id,
        machine_name, project_id, template_id, snapshot, last_sequence, notices, created_at, updated_at)
      VALUES (gen_random_uuid(), 'old', 'old', 'SUCCEEDED', true, 1, gen_random_uuid(), 'gpu-1',
        gen_random_uuid(), gen_random_uuid(), '{"template": {"name": "letters", "baseModel":
        "Base-ResNet18"}, "project": {}}', 0, '[]', now(), now())
      """;

  @Test
  void noteTheBaseModelOfOldProcesses() throws Exception {
    try (var postgres =
        PostgresServer.start(
            PostgresServer.Options.of(Placement.temporary()).withDatabases("process"))) {
      migrate(postgres, "003");
      try (var connection = connect(postgres);
          var statement = connection.createStatement()) {
        assertThat(statement.executeUpdate(PROCESS)).isOne();
        migrate(postgres, "004");
        try (var rows = statement.executeQuery("SELECT base_model_key FROM training_process")) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).isEqualTo("base-resnet18");
        }
      }
    }
  }

  private static void migrate(PostgresServer postgres, String target) {
    Flyway.configure()
        .dataSource(postgres.jdbcUrl("process"), postgres.username(), postgres.password())
        .locations("classpath:db/service-kit", "classpath:db/migration")
        .target(target)
        .load()
        .migrate();
  }

  private static Connection connect(PostgresServer postgres) throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl("process"), postgres.username(), postgres.password());
  }
}
