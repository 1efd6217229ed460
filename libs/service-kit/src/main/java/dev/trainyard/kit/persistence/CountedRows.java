package dev.trainyard.kit.persistence;

import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.kit.tenant.TenantScope;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * How many rows of all tenants there are of each kind, for gauges. Asked of the database when
 * somebody asks for the metrics, and not more often than every few seconds. Thread-safe.
 */
public final class CountedRows {
  private static final Logger LOG = Logger.getLogger(CountedRows.class);
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final int ANSWER_SECONDS = 2;

  private final DataSource dataSource;
  private final CurrentTenant tenant;
  private final Clock clock;
  private final String sql;
  private Optional<Map<String, Long>> counts = Optional.empty();
  private Instant readAt = Instant.MIN;

  /**
   * @param sql answers rows of a kind and a number
   */
  public CountedRows(DataSource dataSource, CurrentTenant tenant, Clock clock, String sql) {
    this.dataSource = dataSource;
    this.tenant = tenant;
    this.clock = clock;
    this.sql = sql;
  }

  /** The number of a kind; not a number where the database does not answer. */
  public double of(String kind) {
    return read().map(all -> all.getOrDefault(kind, 0L).doubleValue()).orElse(Double.NaN);
  }

  private synchronized Optional<Map<String, Long>> read() {
    var now = clock.instant();
    if (readAt.isBefore(now.minus(FRESH)) || readAt.isAfter(now)) {
      counts = tenant.call(TenantScope.all(), this::ask);
      readAt = clock.instant();
    }
    return counts;
  }

  private Optional<Map<String, Long>> ask() {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.setQueryTimeout(ANSWER_SECONDS);
      try (var result = statement.executeQuery(sql)) {
        var found = new HashMap<String, Long>();
        while (result.next()) {
          found.put(result.getString(1), result.getLong(2));
        }
        return Optional.of(found);
      }
    } catch (SQLException e) {
      LOG.debugf("Rows not counted reason=%s", e.getMessage());
      return Optional.empty();
    }
  }
}
