package dev.trainyard.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.backends.Placement;
import dev.trainyard.backends.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kit's migrations meet databases that services have made long ago. */
class OutboxMigrationIT {
  private static final String OUTBOX = "V0_1__outbox.sql";

  @TempDir private Path directory;

  @Test
  void addsWhatIsNewOnceToADatabaseThatIsThereAlready() throws Exception {
    var service = Files.createDirectory(directory.resolve("service"));
    Files.writeString(service.resolve("V001__things.sql"), "CREATE TABLE things (id int);");
    var olderKit = Files.createDirectory(directory.resolve("kit"));
    try (var outbox = getClass().getResourceAsStream("/db/service-kit/" + OUTBOX)) {
      Files.write(olderKit.resolve(OUTBOX), outbox.readAllBytes());
    }
    try (var postgres =
        PostgresServer.start(
            PostgresServer.Options.of(Placement.temporary()).withDatabases("service"))) {
      migrate(postgres, "filesystem:" + olderKit, "filesystem:" + service);
      assertThat(migrate(postgres, "classpath:db/service-kit", "filesystem:" + service))
          .isEqualTo(3);
      assertThat(migrate(postgres, "classpath:db/service-kit", "filesystem:" + service)).isZero();
    }
  }

  private static int migrate(PostgresServer postgres, String... locations) {
    return Flyway.configure()
        .dataSource(postgres.jdbcUrl("service"), postgres.username(), postgres.password())
        .locations(locations)
        .load()
        .migrate()
        .migrationsExecuted;
  }
}
