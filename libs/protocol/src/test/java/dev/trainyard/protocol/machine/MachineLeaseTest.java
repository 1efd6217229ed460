package dev.trainyard.protocol.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.protocol.machine.MachineLease.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MachineLeaseTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final UUID HOLDER = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);
  private static final MachineLease LEASE = new MachineLease(HOLDER, 7, NOON);

  @Test
  void grantsAMachineThatNobodyHolds() {
    assertThat(MachineLease.claim(null, HOLDER, 1, NOON, Instant.EPOCH, TIMEOUT))
        .isEqualTo(Claim.GRANTED);
  }

  @Test
  void theHolderHoldsItHoweverLongItWasSilent() {
    assertThat(claim(HOLDER, 7, 3_600)).isEqualTo(Claim.HELD);
  }

  @Test
  void aLaterStartOfTheHolderFollowsAtOnceAndAnEarlierOneIsRefused() {
    assertThat(claim(HOLDER, 8, 0)).isEqualTo(Claim.GRANTED);
    assertThat(claim(HOLDER, 6, 0)).isEqualTo(Claim.REFUSED);
    assertThat(claim(HOLDER, 6, 3_600)).isEqualTo(Claim.REFUSED);
  }

  @Test
  void anotherAgentIsRefusedUntilTheHolderWasSilentForLongEnough() {
    assertThat(claim(OTHER, 99, 19)).isEqualTo(Claim.REFUSED);
    assertThat(claim(OTHER, 1, 20)).isEqualTo(Claim.TAKEN_OVER);
  }

  @Test
  void silenceCountsOnlyWhileSomebodyListens() {
    var now = NOON.plusSeconds(3_600);
    assertThat(MachineLease.claim(LEASE, OTHER, 1, now, now.minusSeconds(19), TIMEOUT))
        .isEqualTo(Claim.REFUSED);
    assertThat(MachineLease.claim(LEASE, OTHER, 1, now, now.minusSeconds(20), TIMEOUT))
        .isEqualTo(Claim.TAKEN_OVER);
  }

  private static Claim claim(UUID agent, long incarnation, long secondsLater) {
    return MachineLease.claim(
        LEASE, agent, incarnation, NOON.plusSeconds(secondsLater), Instant.EPOCH, TIMEOUT);
  }
}
