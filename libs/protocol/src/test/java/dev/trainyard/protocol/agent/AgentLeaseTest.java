package dev.trainyard.protocol.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AgentLeaseTest {
  private static final UUID ME = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);
  private static final AgentLease.Holder HOLDER =
      new AgentLease.Holder(OTHER, Optional.of("gpu-2"));
  private static final AgentLease MINE = AgentLease.of(ME, 5);
  private static final AgentLease LOST = MINE.afterStandDown(ME, 5, HOLDER);

  @Test
  void obeysWhatIsAddressedToThisStartOfThisAgentOrToNobody() {
    assertThat(MINE.admitsStart(null, 0)).isTrue();
    assertThat(MINE.admitsStart(ME, 5)).isTrue();
    assertThat(MINE.admitsStart(ME, 4)).isFalse();
    assertThat(MINE.admitsStart(OTHER, 5)).isFalse();
  }

  @Test
  void speaksForTheMachineWhenItIsAskedOrNobodyElseHoldsIt() {
    assertThat(MINE.mayAnswer(null)).isTrue();
    assertThat(MINE.mayAnswer(ME)).isTrue();
    assertThat(MINE.mayAnswer(OTHER)).isFalse();
    assertThat(LOST.mayAnswer(null)).isFalse();
    assertThat(LOST.mayAnswer(ME)).isTrue();
    assertThat(LOST.mayAnswer(OTHER)).isFalse();
  }

  @Test
  void standsDownOnlyWhenItIsMeant() {
    assertThat(LOST.isHeldByOther()).isTrue();
    assertThat(LOST.holder()).contains(HOLDER);
    assertThat(MINE.afterStandDown(ME, 4, HOLDER)).isEqualTo(MINE);
    assertThat(MINE.afterStandDown(OTHER, 5, HOLDER)).isEqualTo(MINE);
    assertThat(MINE.afterStandDown(null, 5, HOLDER)).isEqualTo(MINE);
  }

  @Test
  void refusesWorkUntilAStartNamesIt() {
    assertThat(LOST.admitsStart(null, 0)).isFalse();
    assertThat(LOST.admitsStart(OTHER, 5)).isFalse();
    assertThat(LOST.admitsStart(ME, 5)).isTrue();
    assertThat(LOST.afterStart(null, 0)).isEqualTo(LOST);
    assertThat(LOST.afterStart(OTHER, 5)).isEqualTo(LOST);
    assertThat(LOST.afterStart(ME, 4)).isEqualTo(LOST);
    assertThat(LOST.afterStart(ME, 5)).isEqualTo(MINE);
  }
}
