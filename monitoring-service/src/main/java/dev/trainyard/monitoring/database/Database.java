package dev.trainyard.monitoring.database;

import dev.trainyard.kit.problem.DependencyUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Runs SQL with positional parameters, in the caller's transaction if there is one. */
@ApplicationScoped
public class Database {
  private final DataSource dataSource;

  Database(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Reads one row of a result. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * Every row of a query.
   *
   * @throws DependencyUnavailableException if the database does not answer
   */
  public <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
    try (var connection = dataSource.getConnection();
        var statement = connection.prepareStatement(sql)) {
      bind(connection, statement, parameters);
      try (var result = statement.executeQuery()) {
        var rows = new ArrayList<T>();
        while (result.next()) {
          rows.add(reader.read(result));
        }
        return rows;
      }
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  /** The first row of a query, if it has one. */
  public <T> Optional<T> first(String sql, RowReader<T> reader, Object... parameters) {
    return query(sql, reader, parameters).stream().findFirst();
  }

  /**
   * Runs one statement with each of the parameter rows, in order.
   *
   * @throws DataRefusedException if the database will never take one of the rows
   * @throws DependencyUnavailableException if the database does not answer
   */
  public void batch(String sql, List<Object[]> rows) {
    if (rows.isEmpty()) {
      return;
    }
    try (var connection = dataSource.getConnection();
        var statement = connection.prepareStatement(sql)) {
      for (var row : rows) {
        bind(connection, statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  /** A column that may be NULL. */
  public static <T> T nullable(ResultSet row, String column, Class<T> type) throws SQLException {
    return row.getObject(column, type);
  }

  /** A time column; null when it is NULL. */
  public static Instant instant(ResultSet row, String column) throws SQLException {
    var value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }

  private static void bind(Connection connection, PreparedStatement statement, Object... parameters)
      throws SQLException {
    for (var index = 0; index < parameters.length; index++) {
      var value = parameters[index];
      if (value instanceof Instant instant) {
        statement.setObject(index + 1, instant.atOffset(ZoneOffset.UTC));
      } else if (value instanceof Enum<?> constant) {
        statement.setString(index + 1, constant.name());
      } else if (value instanceof Collection<?> ids) {
        statement.setArray(
            index + 1, connection.createArrayOf("uuid", ids.toArray(new UUID[ids.size()])));
      } else {
        statement.setObject(index + 1, value);
      }
    }
  }

  private static RuntimeException translated(SQLException exception) {
    var state = exception.getSQLState() == null ? "" : exception.getSQLState();
    // 22 and 23 are about the values; 08, 53, 57 and none at all about the server or the pool.
    if (state.startsWith("22") || state.startsWith("23")) {
      return new DataRefusedException(exception);
    }
    if (state.isEmpty() || state.matches("(08|53|57).*")) {
      return new DependencyUnavailableException("the monitoring database", exception);
    }
    return new IllegalStateException("the database refused a statement", exception);
  }
}
