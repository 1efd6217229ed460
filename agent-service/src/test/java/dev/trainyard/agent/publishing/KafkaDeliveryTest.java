package dev.trainyard.agent.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.agent.failure.LastResort;
import dev.trainyard.agent.harness.ChildJvm;
import org.junit.jupiter.api.Test;

class KafkaDeliveryTest {
  @Test
  void endsTheAgentWhenItsThreadDies() throws Exception {
    assertThat(ChildJvm.exitCodeOf(DyingDelivery.class)).isEqualTo(LastResort.EXIT_CODE);
  }
}
