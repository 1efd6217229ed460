package dev.trainyard.protocol.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MachineLeaseTest {
  private static final UUID ME = new UUID(0, 1);
  private static final UUID OTHER = new UUID(0, 2);
  private static final MachineLease.Holder HOLDER =
      new MachineLease.Holder(OTHER, Optional.of("gpu-2"));
  private static final MachineLease MINE = MachineLease.of(ME, 5);
  private static final MachineLease LOST = MINE.afterStandDown(ME, 5, HOLDER);

  @Test
  void obeysWhatIsAddressedToThisStartOfThisAgentOrToNobody() {
    assertThat(MINE.addresses(null, 0)).isTrue();
    assertThat(MINE.addresses(ME, 5)).isTrue();
    assertThat(MINE.addresses(ME, 4)).isFalse();
    assertThat(MINE.addresses(ME, 6)).isFalse();
    assertThat(MINE.addresses(OTHER, 5)).isFalse();
    assertThat(MINE.admitsStart(null, 0)).isTrue();
    assertThat(MINE.admitsStart(ME, 5)).isTrue();
    assertThat(MINE.admitsStart(ME, 4)).isFalse();
    assertThat(MINE.admitsStart(OTHER, 5)).isFalse();
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
