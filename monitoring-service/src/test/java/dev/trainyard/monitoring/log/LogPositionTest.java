package dev.trainyard.monitoring.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogPositionTest {
  @Test
  void comesBackFromTheIdOfAnEvent() {
    var position = new LogPosition(3, 123_456_789_012L);
    assertThat(position.id()).isEqualTo("3:123456789012");
    assertThat(LogPosition.ofEvent(position.id())).isEqualTo(position);
    assertThat(LogPosition.ofEvent(" 3:0 ")).isEqualTo(new LogPosition(3, 0));
  }
}
