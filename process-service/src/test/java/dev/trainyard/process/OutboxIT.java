package dev.trainyard.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.process.StopTraining;
import dev.trainyard.kit.outbox.Outbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** An event leaves with the change it tells of, or not at all. */
@QuarkusTest
@Backends
class OutboxIT {
  @Inject Outbox outbox;
  @Inject DataSource dataSource;

  @Test
  void whatIsRolledBackIsNeverSent() throws Exception {
    var key = UUID.randomUUID();
    assertThatThrownBy(
            () ->
                QuarkusTransaction.requiringNew()
                    .run(
                        () -> {
                          publish(key, 1);
                          throw new IllegalStateException("the change fails");
                        }))
        .hasMessage("the change fails");
    assertThat(waiting(key)).isZero();
    QuarkusTransaction.requiringNew().run(() -> publish(key, 2));
    try (var inbox = new Inbox(Topics.PROCESS_COMMANDS)) {
      var sent = inbox.await(1, record -> key.toString().equals(record.key()));
      assertThat(sent).hasSize(1);
      assertThat(new String(sent.get(0).value())).contains("\"attempt\":2");
    }
  }

  @Test
  void refusesToWorkOutsideATransaction() throws Exception {
    var key = UUID.randomUUID();
    assertThatThrownBy(() -> publish(key, 1)).isInstanceOf(TransactionalException.class);
    assertThat(waiting(key)).isZero();
  }

  @Test
  void tellsWhatWaits() {
    RestAssured.get("/q/metrics")
        .then()
        .statusCode(200)
        .body(containsString("\ntrainyard_outbox_rows"))
        .body(containsString("\ntrainyard_outbox_oldest_seconds"))
        .body(containsString("\ntrainyard_outbox_rejected_rows"));
  }

  private void publish(UUID key, int attempt) {
    outbox.publish(EventType.COMMAND_STOP, key, new StopTraining(key, attempt, key, 60, null));
  }

  private int waiting(UUID key) throws SQLException {
    try (var connection = dataSource.getConnection();
        var select =
            connection.prepareStatement("SELECT count(*) FROM outbox WHERE message_key = ?")) {
      select.setString(1, key.toString());
      try (var result = select.executeQuery()) {
        result.next();
        return result.getInt(1);
      }
    }
  }
}
