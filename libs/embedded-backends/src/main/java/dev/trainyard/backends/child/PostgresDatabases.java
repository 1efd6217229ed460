package dev.trainyard.backends.child;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** The databases of a running server, over JDBC. */
final class PostgresDatabases {

  private static final String INVALID_PASSWORD = "28P01";
  private static final String INVALID_AUTHORIZATION = "28000";
  private static final long RETRY_MILLIS = 25;

  private final String url;
  private final Properties login = new Properties();

  PostgresDatabases(String host, int port, String username, String password) {
    url = "jdbc:postgresql://" + host + ":" + port + "/postgres";
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

  /** Creates the database unless it exists. */
  void create(String name) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, login)) {
      if (!exists(connection, name)) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("create database \"" + name.replace("\"", "\"\"") + "\"");
        }
      }
    }
  }

  private static boolean exists(Connection connection, String name) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select 1 from pg_database where datname = ?")) {
      query.setString(1, name);
      try (ResultSet found = query.executeQuery()) {
        return found.next();
      }
    }
  }
}
