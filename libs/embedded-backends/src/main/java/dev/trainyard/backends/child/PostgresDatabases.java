package dev.trainyard.backends.child;

import dev.trainyard.backends.DatabaseOwner;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The databases of a running server, over JDBC. Each has an owner, an ordinary user: the super user
 * is bound by no rule of a database.
 */
final class PostgresDatabases {

  private static final String INVALID_PASSWORD = "28P01";
  private static final String INVALID_AUTHORIZATION = "28000";
  private static final long RETRY_MILLIS = 25;

  /** Of what a super user made before databases had owners. */
  private static final String HAND_OVER =
      """
      DO $$
      DECLARE
        thing record;
      BEGIN
        FOR thing IN
          SELECT 'TABLE' AS kind, c.oid::regclass::text AS name FROM pg_class c
          WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
            AND c.relowner <> '%1$s'::regrole
            -- The sequence of a column goes with its table.
            AND NOT EXISTS (SELECT FROM pg_depend d
              WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
                AND c.relkind = 'S')
          UNION ALL
          SELECT 'ROUTINE', p.oid::regprocedure::text FROM pg_proc p
          WHERE p.pronamespace = 'public'::regnamespace AND p.proowner <> '%1$s'::regrole
        LOOP
          EXECUTE format('ALTER %%s %%s OWNER TO %1$s', thing.kind, thing.name);
        END LOOP;
      END $$
      """;

  private final String address;
  private final String url;
  private final String password;
  private final Properties login = new Properties();

  PostgresDatabases(String host, int port, String username, String password) {
    address = "jdbc:postgresql://" + host + ":" + port + "/";
    url = address + "postgres";
    this.password = password;
    login.setProperty("user", username);
    login.setProperty("password", password);
    login.setProperty("sslmode", "disable");
    login.setProperty("gssEncMode", "disable");
  }

  /** Returns when the server answers; the parent limits the time. */
  void awaitAnswer(PostgresProcess process) throws IOException, InterruptedException {
    while (true) {
      process.requireAlive();
      try {
        DriverManager.getConnection(url, login).close();
        return;
      } catch (SQLException e) {
        String state = e.getSQLState();
        if (INVALID_PASSWORD.equals(state) || INVALID_AUTHORIZATION.equals(state)) {
          throw new IOException(
              "it refuses the user or the password; the data directory was created with others", e);
        }
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  /** Creates the database and its owner unless they exist. */
  void create(String name) throws SQLException {
    var owner = DatabaseOwner.of(name);
    try (Connection connection = DriverManager.getConnection(url, login);
        Statement statement = connection.createStatement()) {
      if (!exists(connection, "select 1 from pg_roles where rolname = ?", owner)) {
        statement.execute("create role " + owner + " login");
      }
      statement.execute("alter role %s password %s".formatted(owner, literal(password)));
      if (!exists(connection, "select 1 from pg_database where datname = ?", name)) {
        statement.execute("create database %s owner %s".formatted(quoted(name), owner));
        return;
      }
      statement.execute("alter database %s owner to %s".formatted(quoted(name), owner));
    }
    try (Connection connection = DriverManager.getConnection(address + name, login);
        Statement statement = connection.createStatement()) {
      statement.execute(HAND_OVER.formatted(owner));
    }
  }

  private static boolean exists(Connection connection, String sql, String name)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, name);
      try (ResultSet found = query.executeQuery()) {
        return found.next();
      }
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
