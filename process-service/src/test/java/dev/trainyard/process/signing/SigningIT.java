package dev.trainyard.process.signing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.process.StopTraining;
import dev.trainyard.kit.outbox.Outbox;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.signing.RecordSignature;
import dev.trainyard.kit.signing.SigningKey;
import dev.trainyard.kit.signing.VerificationKey;
import dev.trainyard.kit.testing.Tokens;
import dev.trainyard.process.Api;
import dev.trainyard.process.Backends;
import dev.trainyard.process.Inbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By what agents know that a command is ours. */
@QuarkusTest
@Backends
class SigningIT {
  private static final String KEYS = "/api/v1/keys";

  @TempDir Path directory;
  @Inject DataSource dataSource;
  @Inject Outbox outbox;

  @Test
  void signsCommandsWithTheKeyThatItShowsToEverybody() {
    var machine = UUID.randomUUID();
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                outbox.publish(
                    EventType.COMMAND_STOP,
                    machine,
                    new StopTraining(machine, 1, machine, 60, null)));

    var shown =
        given()
            .auth()
            .none()
            .get(KEYS)
            .then()
            .statusCode(200)
            .body("keys[0].kty", is("OKP"), "keys[0].kid", notNullValue(), "time", notNullValue());

    var key = VerificationKey.parse(shown.extract().path("keys[0].x"));
    assertThat(key.id()).isEqualTo(shown.extract().<String>path("keys[0].kid"));
    assertThat(RecordSignature.of(command(machine)).orElseThrow().isBy(key)).isTrue();
  }

  @Test
  void replicasThatStartAtOnceSignWithOneKey() throws Exception {
    delete();
    var replicas =
        Stream.generate(() -> new KeyTable(dataSource, Clock.systemUTC())).limit(8).toList();
    var threads = Executors.newFixedThreadPool(replicas.size());
    try {
      var keys =
          replicas.stream()
              .map(each -> CompletableFuture.supplyAsync(each::current, threads))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .map(key -> key.open().id())
              .distinct();
      assertThat(keys).hasSize(1);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void keepsTheLastKeyGoodAndForgetsTheOneBefore() {
    var first = ids();
    var second = Api.post(KEYS + "/rotation").statusCode(200).body("keys", hasSize(2));
    List<String> ids = second.extract().path("keys.kid");
    assertThat(ids.get(1)).isEqualTo(first.get(0));
    assertThat(new KeyTable(dataSource, Clock.systemUTC()).current().open().id())
        .isEqualTo(ids.get(0));

    Api.post(KEYS + "/rotation").statusCode(200);

    assertThat(ids()).hasSize(2).element(1).isEqualTo(ids.get(0));
    given().auth().oauth2(Tokens.of("operator")).post(KEYS + "/rotation").then().statusCode(403);
  }

  @Test
  void takesKeysFromFiles() throws Exception {
    var present = SigningKey.fresh();
    var previous = SigningKey.fresh();
    var keys = new KeyFiles(write("present", present), Optional.of(write("previous", previous)));
    assertThat(keys.current().open().id()).isEqualTo(present.open().id());
    assertThat(keys.open())
        .extracting(VerificationKey::id)
        .containsExactly(present.open().id(), previous.open().id());
    assertThatThrownBy(keys::rotate).isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> new KeyFiles(directory.resolve("none"), Optional.empty()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("openssl");
  }

  private Path write(String name, SigningKey key) throws Exception {
    return Files.writeString(directory.resolve(name), key.secret());
  }

  private static List<String> ids() {
    return Api.get(KEYS).statusCode(200).extract().path("keys.kid");
  }

  private void delete() throws Exception {
    try (var connection = dataSource.getConnection();
        var delete = connection.createStatement()) {
      delete.executeUpdate("DELETE FROM signing_key");
    }
  }

  private static ConsumerRecord<String, byte[]> command(UUID machine) {
    try (var inbox = new Inbox(Topics.PROCESS_COMMANDS)) {
      return inbox.await(1, record -> machine.toString().equals(record.key())).get(0);
    }
  }
}
