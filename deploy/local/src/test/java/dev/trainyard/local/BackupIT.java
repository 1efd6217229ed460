package dev.trainyard.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.backends.Placement;
import dev.trainyard.backends.PostgresServer;
import dev.trainyard.backends.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A platform is lost with all its servers; its machine is not. What the backup has comes to life on
 * new, empty servers, and the machine goes on with what it does.
 */
@Tag("backup")
class BackupIT {
  /** As docs/backup.md says: one who reads everything and writes nothing. */
  private static final List<String> BACKUP_USER =
      List.of(
          "CREATE ROLE trainyard_backup LOGIN PASSWORD 'trainyard' BYPASSRLS",
          "GRANT pg_read_all_data TO trainyard_backup");

  @TempDir static Path directory;

  private static BackupTools tools;

  @BeforeAll
  static void chooseTools() throws Exception {
    tools = BackupTools.choose();
  }

  @AfterAll
  static void closeTools() {
    if (tools != null) {
      tools.close();
    }
  }

  @Test
  void whatABackupHasComesToLifeOnEmptyServers() throws Exception {
    var lost = directory.resolve("lost");
    var backups = directory.resolve("backups").toString();
    KeptWork before;
    String backup;
    try (var platform = TestPlatform.start(lost)) {
      before = KeptWork.of(platform);
      for (var command : BACKUP_USER) {
        tools.sql(platform.address(PortName.POSTGRES).getPort(), command);
      }
      backup = backUp(platform, backups);
    }
    var found = directory.resolve("found");
    restore(found.resolve("data"), Path.of(backup));
    moveMachine(lost.resolve("data"), found.resolve("data"));

    try (var platform = TestPlatform.start(found)) {
      var after = before.on(platform);
      after.assertIsThere(directory);
      after.assertRunGoesOn();
      after.assertTrainsAnew();
    }
  }

  private static String backUp(Platform platform, String backups) throws Exception {
    var postgres = platform.address(PortName.POSTGRES).getPort();
    var storage = platform.address(PortName.S3).toString();

    // Row-level security would leave out rows without a word, if pg_dump did not refuse.
    var byOwner = tools.backup(environment(postgres, storage, PostgresServer::ownerOf), backups);
    assertThat(byOwner.exitCode()).isNotZero();
    assertThat(byOwner.output()).contains("row-level security");

    var environment = environment(postgres, storage, database -> "trainyard_backup");
    var first = tools.backup(environment, backups);
    assertThat(first.exitCode()).as(first.output()).isZero();
    var second = tools.backup(environment, "--keep", "1", backups);
    assertThat(second.exitCode()).as(second.output()).isZero();
    assertThat(Path.of(first.lastLine())).doesNotExist();

    var whileRunning =
        tools.restore(
            environment(postgres, storage, PostgresServer::ownerOf),
            "--replace",
            second.lastLine());
    assertThat(whileRunning.exitCode()).isNotZero();
    assertThat(whileRunning.output()).contains("stop the services first");
    return second.lastLine();
  }

  private static void restore(Path data, Path backup) throws Exception {
    var placement = data.resolve("backends");
    try (var postgres =
            PostgresServer.start(
                PostgresServer.Options.of(Placement.kept(placement.resolve("postgres")))
                    .withDatabases(ServiceDefinitions.DATABASES.toArray(String[]::new)));
        var storage =
            S3Server.start(S3Server.Options.of(Placement.kept(placement.resolve("s3"))))) {
      var environment =
          environment(postgres.port(), storage.endpoint().toString(), PostgresServer::ownerOf);
      var object = anObjectOf(backup);
      var kept = object.resolveSibling("kept");
      Files.move(object, kept);

      var damaged = tools.restore(environment, backup.toString());
      assertThat(damaged.exitCode()).isNotZero();
      assertThat(damaged.output())
          .contains("missing or damaged: " + objects(backup).relativize(object));

      Files.move(kept, object);
      var restored = tools.restore(environment, backup.toString());
      assertThat(restored.exitCode()).as(restored.output()).isZero();

      var again = tools.restore(environment, backup.toString());
      assertThat(again.exitCode()).isNotZero();
      assertThat(again.output()).contains("is not empty");

      var replaced = tools.restore(environment, "--replace", backup.toString());
      assertThat(replaced.exitCode()).as(replaced.output()).isZero();
    }
  }

  private static Path anObjectOf(Path backup) throws IOException {
    var line = Files.readAllLines(backup.resolve("objects.sha256")).get(0);
    return objects(backup).resolve(line.substring(66));
  }

  private static Path objects(Path backup) {
    return backup.resolveSibling("objects");
  }

  /** The agent with its key and its run; the platform's own keys are new. */
  private static void moveMachine(Path from, Path to) throws IOException {
    Files.copy(from.resolve("machine-id"), to.resolve("machine-id"));
    try (var files = Files.walk(from.resolve("agent"))) {
      for (var file : files.toList()) {
        Files.copy(
            file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static Map<String, String> environment(
      int postgres, String storage, UnaryOperator<String> user) {
    var environment = new HashMap<String, String>();
    for (var part : List.of("process", "template", "registry", "monitoring")) {
      var database = "trainyard_" + part;
      environment.put(
          part.toUpperCase(Locale.ROOT) + "_DATABASE",
          "postgresql://%s@127.0.0.1:%d/%s".formatted(user.apply(database), postgres, database));
    }
    environment.put("PGPASSWORD", "trainyard");
    environment.put("TRAINYARD_STORAGE_ENDPOINT", storage);
    environment.put("TRAINYARD_STORAGE_ACCESS_KEY", "trainyard");
    environment.put("TRAINYARD_STORAGE_SECRET_KEY", "trainyard-secret");
    return environment;
  }
}
