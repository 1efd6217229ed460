package dev.trainyard.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.agent.harness.AgentConfigs;
import dev.trainyard.agent.harness.AgentUnderTest;
import dev.trainyard.agent.harness.FakePlatform;
import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.agent.platform.OpenRequests;
import dev.trainyard.agent.platform.PlatformKeys;
import dev.trainyard.kit.testing.MovableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an agent comes to what it shows to the services. */
class AgentTokensTest {
  @TempDir Path directory;
  private final FakePlatform platform = new FakePlatform();
  private final MovableClock clock = new MovableClock();
  private final UUID machineId = UUID.randomUUID();
  private AgentTokens tokens;

  @BeforeEach
  void begin() {
    tokens = tokens(AgentUnderTest.codeOf(machineId));
  }

  @AfterEach
  void end() {
    platform.close();
  }

  @Test
  void enrolsAtTheFirstAndAsksAgainWhenTwoThirdsAreOver() throws Exception {
    assertThat(tokens.current()).isEqualTo(FakePlatform.AGENT_TOKEN);
    assertThat(platform.enrolment().knows(machineId)).isTrue();
    clock.advance(Duration.ofSeconds(399));
    tokens.current();
    assertThat(platform.enrolment().tokens()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(2));
    tokens.current();
    assertThat(platform.enrolment().tokens()).isEqualTo(2);
  }

  @Test
  void showsWhatItHasWhileTheServiceIsAwayUntilThatIsOver() throws Exception {
    tokens.current();
    platform.close();
    clock.advance(Duration.ofSeconds(590));
    assertThat(tokens.current()).isEqualTo(FakePlatform.AGENT_TOKEN);
    clock.advance(Duration.ofSeconds(20));
    assertThatThrownBy(tokens::current)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NotEnrolledException.class);
  }

  @Test
  void asksForAnotherWhenAServiceDoesNotBelieveIt() throws Exception {
    tokens.current();
    tokens.forget();
    tokens.current();
    assertThat(platform.enrolment().tokens()).isEqualTo(2);
  }

  @Test
  void saysThatItIsNotEnrolledWithoutACodeThatIsGood() {
    for (var code : new String[] {"", "no code"}) {
      tokens = tokens(code);
      assertThatThrownBy(tokens::current).isInstanceOf(NotEnrolledException.class);
    }
  }

  private AgentTokens tokens(String code) {
    var config =
        AgentConfigs.of(
            directory, Map.of("machine-id", machineId.toString(), "enrolment-code", code));
    var address = URI.create(platform.address());
    var services = AgentConfigs.services(address);
    var requests = new OpenRequests(new LenientJson());
    var key = new AgentKey(config);
    key.open();
    return new AgentTokens(
        new Proof(
            config,
            key,
            new PlatformKeys(requests, services, Clock.systemUTC()),
            requests,
            services,
            UUID::randomUUID),
        new Enrolment(config, key, requests, services),
        clock);
  }
}
