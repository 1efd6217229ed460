package dev.trainyard.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.kit.testing.MovableClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RejectedEventsIT {
  private static final Duration OLD = Duration.ofDays(91);
  private static final Duration YOUNG = Duration.ofDays(89);
  @RegisterExtension static final OutboxServers servers = new OutboxServers();

  private final MovableClock clock = new MovableClock();
  private final RejectedEvents rejected =
      new RejectedEvents(Optional.of(Duration.ofDays(90)), clock);

  @Test
  void deletesThoseThatWereRejectedTooLongAgo() throws SQLException {
    servers.reject(OLD);
    var young = servers.reject(YOUNG);
    servers.reject(OLD);
    rejected.deleteOld(servers.connection());
    assertThat(servers.idsIn("outbox_rejected")).containsExactly(young);
  }

  @Test
  void looksOnceAnHour() throws SQLException {
    rejected.deleteOld(servers.connection());
    var old = servers.reject(OLD);
    clock.advance(Duration.ofMinutes(59));
    rejected.deleteOld(servers.connection());
    assertThat(servers.idsIn("outbox_rejected")).containsExactly(old);
    clock.advance(Duration.ofMinutes(2));
    rejected.deleteOld(servers.connection());
    assertThat(servers.idsIn("outbox_rejected")).isEmpty();
  }

  @Test
  void looksAgainWhenTheClockWasSetBack() throws SQLException {
    rejected.deleteOld(servers.connection());
    servers.reject(OLD);
    clock.advance(Duration.ofDays(-1));
    rejected.deleteOld(servers.connection());
    assertThat(servers.idsIn("outbox_rejected")).isEmpty();
  }

  @Test
  void keepsThemForEverWithoutALimit() throws SQLException {
    var old = servers.reject(OLD);
    new RejectedEvents(Optional.empty(), clock).deleteOld(servers.connection());
    assertThat(servers.idsIn("outbox_rejected")).containsExactly(old);
  }

  @Test
  void waitsForNobodyWhoIsPuttingOneBack() throws SQLException {
    var taken = servers.reject(OLD);
    try (var other = servers.dataSource().getConnection();
        var statement = other.createStatement();
        var limit = servers.connection().createStatement()) {
      limit.execute("SET lock_timeout = '5s'");
      other.setAutoCommit(false);
      statement.execute("DELETE FROM outbox_rejected");
      servers.reject(OLD);
      rejected.deleteOld(servers.connection());
      other.rollback();
    }
    assertThat(servers.idsIn("outbox_rejected")).containsExactly(taken);
  }

  @Test
  void keepsAFailureToItself() throws SQLException {
    var old = servers.reject(OLD);
    servers.connection().close();
    rejected.deleteOld(servers.connection());
    assertThat(servers.idsIn("outbox_rejected")).containsExactly(old);
  }
}
