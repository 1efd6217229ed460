package dev.trainyard.agent.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.agent.harness.AgentConfigs;
import dev.trainyard.agent.harness.AgentUnderTest;
import dev.trainyard.agent.harness.FakePlatform;
import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.agent.platform.OpenRequests;
import dev.trainyard.agent.platform.PlatformKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an agent comes to what it shows to the services. */
class AgentTokensTest {
  @TempDir Path directory;
  private final FakePlatform platform = new FakePlatform();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
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
    pass(Duration.ofSeconds(399));
    tokens.current();
    assertThat(platform.enrolment().tokens()).isEqualTo(1);
    pass(Duration.ofSeconds(2));
    tokens.current();
    assertThat(platform.enrolment().tokens()).isEqualTo(2);
  }

  @Test
  void showsWhatItHasWhileTheServiceIsAwayUntilThatIsOver() throws Exception {
    tokens.current();
    platform.close();
    pass(Duration.ofSeconds(590));
    assertThat(tokens.current()).isEqualTo(FakePlatform.AGENT_TOKEN);
    pass(Duration.ofSeconds(20));
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

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
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
        clock());
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now.get();
      }
    };
  }
}
