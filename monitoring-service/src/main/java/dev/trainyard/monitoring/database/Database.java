package dev.trainyard.monitoring.database;

import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** Runs SQL with positional parameters, in the caller's transaction if there is one. */
@ApplicationScoped
public class Database {
  private static final int STREAMED_ROWS = 2_000;

  private final DataSource dataSource;

  public Database(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Reads one row of a result. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Takes one row of a result. */
  @FunctionalInterface
  public interface RowVisitor {
    void accept(ResultSet row) throws SQLException;
  }

  /**
   * Every row of a query. A collection among the parameters is an array of uuid, bigint, integer or
   * text, by its elements; an empty one is an array of uuid.
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
   * A page of a list.
   *
   * @param from what is listed: a FROM clause, perhaps with a WHERE clause
   * @param order an ORDER BY clause in which every row has its place
   * @param page number of the page, from 0
   * @param size rows a page holds at most
   */
  public <T> Page<T> page(
      String from, String order, int page, int size, RowReader<T> reader, Object... parameters) {
    var total =
        first("SELECT count(*) AS total " + from, row -> row.getLong("total"), parameters)
            .orElse(0L);
    var ofPage = Arrays.copyOf(parameters, parameters.length + 2);
    ofPage[parameters.length] = (long) page * size;
    ofPage[parameters.length + 1] = size;
    var items = query("SELECT * %s %s OFFSET ? LIMIT ?".formatted(from, order), reader, ofPage);
    return new Page<>(items, page, size, total);
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

  /**
   * Runs one statement that has neither parameters nor a result.
   *
   * @throws DependencyUnavailableException if the database does not answer
   */
  public void execute(String sql) {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  /**
   * Appends rows with COPY.
   *
   * @param into the table and its columns, such as {@code t (a, b)}
   * @throws DataRefusedException if the database will never take one of the rows
   * @throws DependencyUnavailableException if the database does not answer
   */
  public void copy(String into, CopyRows rows) {
    if (rows.isEmpty()) {
      return;
    }
    try (var connection = dataSource.getConnection()) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY " + into + " FROM STDIN (FORMAT binary)", rows.stream());
    } catch (SQLException e) {
      throw translated(e);
    } catch (IOException e) {
      throw new DependencyUnavailableException("the monitoring database", e);
    }
  }

  /**
   * Hands every row of a query to the reader as it comes from the database, in the caller's
   * transaction, which has to be there: without one the driver would read all rows first.
   *
   * @throws DependencyUnavailableException if the database does not answer
   */
  public void stream(String sql, RowVisitor consumer, Object... parameters) {
    try (var connection = dataSource.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(STREAMED_ROWS);
      bind(connection, statement, parameters);
      try (var result = statement.executeQuery()) {
        while (result.next()) {
          consumer.accept(result);
        }
      }
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

  /** A column that is an array of text. */
  public static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  private static void bind(Connection connection, PreparedStatement statement, Object... parameters)
      throws SQLException {
    for (var index = 0; index < parameters.length; index++) {
      var value = parameters[index];
      if (value instanceof Instant instant) {
        statement.setObject(index + 1, instant.atOffset(ZoneOffset.UTC));
      } else if (value instanceof Enum<?> constant) {
        statement.setString(index + 1, constant.name());
      } else if (value instanceof Collection<?> elements) {
        statement.setArray(index + 1, arrayOf(connection, elements));
      } else {
        statement.setObject(index + 1, value);
      }
    }
  }

  private static Array arrayOf(Connection connection, Collection<?> elements) throws SQLException {
    var first = elements.stream().filter(Objects::nonNull).findFirst().orElse(null);
    var type = "uuid";
    if (first instanceof Long) {
      type = "bigint";
    } else if (first instanceof Integer) {
      type = "integer";
    } else if (first instanceof String) {
      type = "text";
    }
    return connection.createArrayOf(type, elements.toArray());
  }

  private static RuntimeException translated(SQLException exception) {
    var state = exception.getSQLState() == null ? "" : exception.getSQLState();
    // 22, 23 and a value too long for an index are about the values; 08, 53, 57 and none at all
    // about the server or the pool.
    if (state.startsWith("22") || state.startsWith("23") || state.equals("54000")) {
      return new DataRefusedException(exception);
    }
    if (state.isEmpty() || state.matches("(08|53|57).*")) {
      return new DependencyUnavailableException("the monitoring database", exception);
    }
    return new IllegalStateException("the database refused a statement", exception);
  }
}
