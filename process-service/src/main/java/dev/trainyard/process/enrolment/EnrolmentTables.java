package dev.trainyard.process.enrolment;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Codes that wait for their agents, and proofs that were used. Each is taken by one of those who
 * race for it. Every method wants a transaction of its caller.
 */
@ApplicationScoped
class EnrolmentTables {
  private static final String PUT =
      """
      INSERT INTO enrolment_code (machine_id, digest, expires_at) VALUES (?, ?, ?)
      ON CONFLICT (machine_id) DO UPDATE
      SET digest = excluded.digest, expires_at = excluded.expires_at
      """;
  private static final String TAKE =
      "DELETE FROM enrolment_code WHERE digest = ? AND expires_at > ? RETURNING machine_id";
  private static final String FORGET = "DELETE FROM used_assertion WHERE expires_at < ?";
  private static final String USE =
      """
      INSERT INTO used_assertion (machine_id, assertion_id, expires_at) VALUES (?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private final DataSource dataSource;

  EnrolmentTables(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Keeps the digest of a code, in place of an earlier one of the machine. */
  void put(UUID machineId, String digest, Instant expiresAt) {
    execute(
        PUT,
        put -> {
          put.setObject(1, machineId);
          put.setString(2, digest);
          put.setTimestamp(3, Timestamp.from(expiresAt));
          return put.executeUpdate();
        });
  }

  /** Whose code this is; the second time it is nobody's. */
  Optional<UUID> take(String digest, Instant now) {
    return execute(
        TAKE,
        take -> {
          take.setString(1, digest);
          take.setTimestamp(2, Timestamp.from(now));
          try (var row = take.executeQuery()) {
            return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
          }
        });
  }

  /** Whether a proof is used for the first time. */
  boolean use(UUID machineId, String assertionId, Instant expiresAt, Instant now) {
    execute(
        FORGET,
        forget -> {
          forget.setTimestamp(1, Timestamp.from(now));
          return forget.executeUpdate();
        });
    return execute(
        USE,
        use -> {
          use.setObject(1, machineId);
          use.setString(2, assertionId);
          use.setTimestamp(3, Timestamp.from(expiresAt));
          return use.executeUpdate() == 1;
        });
  }

  /** What is done with a statement. */
  @FunctionalInterface
  private interface Work<T> {
    T on(PreparedStatement statement) throws SQLException;
  }

  private <T> T execute(String sql, Work<T> work) {
    try (var connection = dataSource.getConnection();
        var statement = connection.prepareStatement(sql)) {
      return work.on(statement);
    } catch (SQLException e) {
      throw new IllegalStateException("enrolments cannot be read or written", e);
    }
  }
}
