package dev.trainyard.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

  @TempDir Path directory;

  @Test
  void servesItsDatabasesAndLeavesNothing() throws Exception {
    long pid;
    try (PostgresServer server =
        PostgresServer.start(
            PostgresServer.Options.of(Placement.temporary()).withDatabases("process"))) {
      pid = server.pid();
      server.createDatabase("template");
      server.createDatabase("template");
      assertThat(query(server, "process", "select current_database()")).isEqualTo("process");
      assertThat(query(server, "template", "select current_database()")).isEqualTo("template");
      assertThat(query(server, "process", "select lower('ПРОЕКТ Ä')")).isEqualTo("проект ä");
      assertThat(query(server, "process", "show log_timezone")).isEqualTo("UTC");
    }
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  @Test
  void keepsItsDataAcrossRestartsAndCrashes() throws Exception {
    PostgresServer.Options options =
        PostgresServer.Options.of(Placement.kept(directory.resolve("kept")))
            .withCredentials(new Credentials("owner", "a secret: =#ü"))
            .withDatabases("process");
    try (PostgresServer server = PostgresServer.start(options)) {
      execute(server, "create table run (id int)");
      execute(server, "insert into run values (1)");
      assertThatThrownBy(() -> PostgresServer.start(options))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("is used by another running server");
    }
    PostgresServer crashing = PostgresServer.start(options);
    execute(crashing, "insert into run values (2)");
    Processes.killAll(crashing.pid());
    assertThat(options.placement().keptDirectory().resolve("data/postmaster.pid")).exists();
    try (PostgresServer server = PostgresServer.start(options)) {
      assertThat(query(server, "process", "select count(*) from run")).isEqualTo("2");
    }
  }

  @Test
  void ignoresTheProcessIdOfAnotherProgramInItsDirectory() throws Exception {
    PostgresServer.Options options =
        PostgresServer.Options.of(Placement.kept(directory.resolve("stale")));
    PostgresServer.start(options).close();
    Path mark = directory.resolve("stale/data/postmaster.pid");
    Files.writeString(mark, ProcessHandle.current().pid() + "\n" + mark.getParent() + "\n");
    try (PostgresServer server = PostgresServer.start(options)) {
      assertThat(query(server, "postgres", "select 1")).isEqualTo("1");
    }
  }

  @Test
  void saysThatTheDataBelongsToAnotherUser() {
    Placement placement = Placement.kept(directory.resolve("other"));
    PostgresServer.start(PostgresServer.Options.of(placement)).close();
    PostgresServer.Options other =
        PostgresServer.Options.of(placement).withCredentials(new Credentials("trainyard", "other"));
    assertThatThrownBy(() -> PostgresServer.start(other))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("was created with others");
  }

  @Test
  void endsWhenItsOwnJvmIsKilled() throws Exception {
    PostgresServer server = PostgresServer.start(PostgresServer.Options.of(Placement.temporary()));
    var processes = Processes.of(server.pid());
    assertThat(processes).hasSizeGreaterThan(3);
    ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
    Processes.awaitEnd(processes);
    assertThatThrownBy(() -> server.createDatabase("late")).isInstanceOf(BackendException.class);
    server.close();
  }

  static String query(PostgresServer server, String database, String sql) throws SQLException {
    try (Connection connection = connect(server, database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static void execute(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = connect(server, "process");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(PostgresServer server, String database) throws SQLException {
    return DriverManager.getConnection(
        server.jdbcUrl(database), server.username(), server.password());
  }
}
