package dev.trainyard.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.agent.failure.LastResort;
import dev.trainyard.agent.harness.ChildJvm;
import org.junit.jupiter.api.Test;

class CommandConsumerTest {
  @Test
  void endsTheAgentWhenItsThreadDies() throws Exception {
    assertThat(ChildJvm.exitCodeOf(DyingConsumer.class)).isEqualTo(LastResort.EXIT_CODE);
  }
}
