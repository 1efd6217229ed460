package dev.trainyard.agent.command;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.agent.harness.AgentConfigs;
import dev.trainyard.agent.harness.FakePlatform;
import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.agent.platform.OpenRequests;
import dev.trainyard.agent.platform.PlatformKeys;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.StopTraining;
import dev.trainyard.kit.events.ReceivedEvent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which commands are of this time. */
class CommandGuardTest {
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  @TempDir Path directory;
  private final FakePlatform platform = new FakePlatform();

  @AfterEach
  void end() {
    platform.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT26H", "-PT26H"})
  void goesByThePlatformsTimeHoweverWrongItsOwnClockIs(Duration offset) {
    var guard = guard(Clock.offset(Clock.systemUTC(), offset));
    assertThatCode(() -> guard.requireNew(command(Duration.ZERO))).doesNotThrowAnyException();
    assertThatCode(() -> guard.requireNew(command(LIFETIME.minusMinutes(1))))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> guard.requireNew(command(LIFETIME.plusMinutes(1))))
        .isInstanceOf(RefusedCommandException.class)
        .hasMessageContaining("is not of this time");
    assertThatThrownBy(() -> guard.requireNew(command(LIFETIME.plusMinutes(1).negated())))
        .isInstanceOf(RefusedCommandException.class)
        .hasMessageContaining("is not of this time");
  }

  @Test
  void letsACommandThroughOnce() throws Exception {
    var guard = guard(Clock.systemUTC());
    var command = command(Duration.ZERO);
    guard.requireNew(command);
    assertThatThrownBy(() -> guard.requireNew(command))
        .isInstanceOf(RefusedCommandException.class)
        .hasMessage("came before");
  }

  private CommandGuard guard(Clock clock) {
    var config = AgentConfigs.of(directory, Map.of());
    var address = URI.create(platform.address());
    return new CommandGuard(
        config,
        new PlatformKeys(
            new OpenRequests(new LenientJson()), AgentConfigs.services(address), clock));
  }

  private static ReceivedEvent command(Duration age) {
    return new ReceivedEvent(
        UUID.randomUUID().toString(),
        "/trainyard/test",
        EventType.COMMAND_STOP,
        "machine",
        Instant.now().minus(age),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "{}",
        new StopTraining(UUID.randomUUID(), 1, UUID.randomUUID(), 1, null));
  }
}
