package dev.trainyard.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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
    // What is left names a process; after a restart of the machine any program may have that id.
    Path mark = options.placement().keptDirectory().resolve("data/postmaster.pid");
    List<String> left = new ArrayList<>(Files.readAllLines(mark));
    left.set(0, String.valueOf(ProcessHandle.current().pid()));
    Files.write(mark, left);
    try (PostgresServer server = PostgresServer.start(options)) {
      assertThat(query(server, "process", "select count(*) from run")).isEqualTo("2");
    }
    assertThatThrownBy(
            () -> PostgresServer.start(options.withCredentials(new Credentials("owner", "other"))))
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

  @Test
  void worksAsRootWhereUserNamespacesAreForbidden() throws Exception {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    assumeThat(Path.of("/usr/bin/setpriv")).isExecutable();
    System.setProperty(PostgresServer.USER_PROPERTY, "NOBODY");
    try (PostgresServer server =
        PostgresServer.start(PostgresServer.Options.of(Placement.temporary()))) {
      assertThat(query(server, "postgres", "select 1")).isEqualTo("1");
      assertThat(Processes.of(server.pid()))
          .anyMatch(process -> "nobody".equals(process.info().user().orElse("")));
    } finally {
      System.clearProperty(PostgresServer.USER_PROPERTY);
    }
  }

  @Test
  void givesADatabaseWithAllThatIsInItToAnOrdinaryUser() throws Exception {
    try (PostgresServer server =
        PostgresServer.start(
            PostgresServer.Options.of(Placement.temporary()).withDatabases("process"))) {
      execute(server, "create table run (id bigint generated always as identity, at serial)");
      execute(server, "create view runs as select * from run");
      execute(server, "create function one() returns int language sql as 'select 1'");
      server.createDatabase("process");
      try (Connection owner =
              DriverManager.getConnection(
                  server.jdbcUrl("process"), PostgresServer.ownerOf("process"), server.password());
          Statement statement = owner.createStatement()) {
        statement.execute("insert into run default values");
        statement.execute("drop view runs");
        statement.execute("drop table run");
        statement.execute("drop function one()");
        assertThatThrownBy(() -> statement.execute("create role other superuser"))
            .hasMessageContaining("permission denied");
      }
    }
  }

  private static String query(PostgresServer server, String database, String sql)
      throws SQLException {
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
