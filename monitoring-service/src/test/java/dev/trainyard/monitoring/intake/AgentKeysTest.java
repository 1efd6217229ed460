package dev.trainyard.monitoring.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.SigningKey;
import dev.trainyard.kit.signing.VerificationKey;
import dev.trainyard.kit.testing.MovableClock;
import jakarta.ws.rs.ProcessingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AgentKeysTest {
  private static final MessageKey SECRET = MessageKey.fresh();

  private final UUID machineId = UUID.randomUUID();
  private final Processes processes = new Processes();
  private final MovableClock clock = new MovableClock();
  private final AgentKeys keys = new AgentKeys(processes::keys, clock);

  @Test
  void asksOnceForAWhile() {
    var key = enrol();

    assertThat(known()).isEqualTo(key);
    assertThat(keys.of(List.of(machineId)).get(machineId).keys().orElseThrow().messageKey().text())
        .isEqualTo(SECRET.text());
    clock.advance(Duration.ofMinutes(9));
    assertThat(known()).isEqualTo(key);
    assertThat(processes.tries).isEqualTo(1);

    clock.advance(Duration.ofMinutes(2));
    var next = enrol();
    assertThat(known()).isEqualTo(next);
  }

  @Test
  void asksAgainForWhomItDoesNotBelieveButNotAtOnce() {
    var key = enrol();
    known();
    var next = enrol();

    assertThat(doubted()).isEqualTo(key);
    clock.advance(Duration.ofSeconds(4));
    assertThat(doubted()).isEqualTo(next);
    assertThat(doubted()).isEqualTo(next);
    assertThat(processes.asked).hasSize(2);
  }

  @Test
  void goesOnWithWhatItKnowsWhileNobodyCanBeAsked() {
    var key = enrol();
    known();
    processes.away = true;
    clock.advance(Duration.ofHours(1));

    assertThat(known()).isEqualTo(key);
    assertThat(doubted()).isEqualTo(key);
    assertThatThrownBy(() -> keys.of(List.of(machineId, UUID.randomUUID())))
        .isInstanceOf(IllegalStateException.class);
    var tries = processes.tries;
    assertThat(known()).isEqualTo(key);
    assertThat(processes.tries).as("it is not asked with each batch").isEqualTo(tries);

    clock.advance(Duration.ofSeconds(11));
    processes.away = false;
    var next = enrol();
    assertThat(known()).isEqualTo(next);
  }

  @Test
  void aSenselessAnswerIsNone() {
    processes.isSenseless = true;

    assertThatThrownBy(() -> keys.of(List.of(machineId))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void knowsAllItIsAskedForHoweverManyCameBefore() {
    for (var i = 0; i < 51; i++) {
      keys.of(Stream.generate(UUID::randomUUID).limit(1_000).toList());
      assertThat(keys.of(List.of(machineId, UUID.randomUUID())).keySet()).contains(machineId);
    }
  }

  @Test
  void asksForManyInParts() {
    var many = Stream.generate(UUID::randomUUID).limit(120).toList();

    assertThat(keys.of(many))
        .hasSize(120)
        .allSatisfy((id, of) -> assertThat(of.isRegistered()).isFalse());
    assertThat(processes.asked).extracting(List::size).containsExactly(50, 50, 20);
  }

  private String enrol() {
    var key = SigningKey.fresh().open();
    processes.keys.put(machineId, key);
    return key.id();
  }

  private String known() {
    return keys.of(List.of(machineId)).get(machineId).keys().orElseThrow().signatureKey().id();
  }

  private String doubted() {
    return keys.doubted(List.of(machineId)).get(machineId).keys().orElseThrow().signatureKey().id();
  }

  /** A process service that counts what it is asked. */
  private static final class Processes {
    private final Map<UUID, VerificationKey> keys = new HashMap<>();
    private final List<List<UUID>> asked = new ArrayList<>();
    private boolean away;
    private boolean isSenseless;
    private int tries;

    ProcessClient.Keys keys(List<UUID> machineIds) {
      tries++;
      if (away) {
        throw new ProcessingException("away");
      }
      asked.add(List.copyOf(machineIds));
      if (isSenseless) {
        return new ProcessClient.Keys(
            List.of(new ProcessClient.Key(machineIds.get(0), "no key", "no secret")));
      }
      return new ProcessClient.Keys(
          machineIds.stream()
              .filter(keys::containsKey)
              .map(id -> new ProcessClient.Key(id, keys.get(id).text(), SECRET.text()))
              .toList());
    }
  }
}
