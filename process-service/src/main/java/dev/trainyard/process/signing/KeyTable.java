package dev.trainyard.process.signing;

import dev.trainyard.kit.signing.SigningKey;
import dev.trainyard.kit.signing.VerificationKey;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keys that the service makes itself, in its database: whichever replica is first makes one for
 * all. Thread-safe.
 */
final class KeyTable implements SigningKeys {
  private static final String OPEN =
      "SELECT public_key FROM signing_key ORDER BY secret_key IS NULL, created_at";
  private static final String SECRET =
      "SELECT secret_key FROM signing_key WHERE secret_key IS NOT NULL";

  // Another replica may do the same at this moment: one of the two keys is taken by both.
  private static final String INSERT =
      """
      INSERT INTO signing_key (id, public_key, secret_key, created_at) VALUES (?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;
  private static final String FORGET = "DELETE FROM signing_key WHERE secret_key IS NULL";
  private static final String RETIRE = "UPDATE signing_key SET secret_key = NULL";

  private final DataSource dataSource;
  private final Clock clock;

  KeyTable(DataSource dataSource, Clock clock) {
    this.dataSource = dataSource;
    this.clock = clock;
  }

  @Override
  public SigningKey current() {
    try (var connection = dataSource.getConnection()) {
      var present = secret(connection);
      if (present.isPresent()) {
        return present.get();
      }
      insert(connection);
      return secret(connection).orElseThrow();
    } catch (SQLException e) {
      throw new IllegalStateException("the key to sign with cannot be read", e);
    }
  }

  @Override
  public List<VerificationKey> open() {
    try (var connection = dataSource.getConnection();
        var select = connection.prepareStatement(OPEN);
        var rows = select.executeQuery()) {
      var keys = new ArrayList<VerificationKey>();
      while (rows.next()) {
        keys.add(VerificationKey.parse(rows.getString(1)));
      }
      return List.copyOf(keys);
    } catch (SQLException e) {
      throw new IllegalStateException("the keys cannot be read", e);
    }
  }

  @Override
  public void rotate() {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              try (var connection = dataSource.getConnection();
                  var change = connection.createStatement()) {
                change.executeUpdate(FORGET);
                change.executeUpdate(RETIRE);
                insert(connection);
              } catch (SQLException e) {
                throw new IllegalStateException("the key cannot be changed", e);
              }
            });
  }

  private void insert(Connection connection) throws SQLException {
    var key = SigningKey.fresh();
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, key.open().id());
      insert.setString(2, key.open().text());
      insert.setString(3, key.secret());
      insert.setTimestamp(4, Timestamp.from(clock.instant()));
      insert.executeUpdate();
    }
  }

  private static Optional<SigningKey> secret(Connection connection) throws SQLException {
    try (var select = connection.prepareStatement(SECRET);
        var row = select.executeQuery()) {
      return row.next() ? Optional.of(SigningKey.parse(row.getString(1))) : Optional.empty();
    }
  }
}
