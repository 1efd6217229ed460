package dev.trainyard.agent.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunTenantTest {
  private static final UUID PROCESS = UUID.randomUUID();

  @Test
  void isKnownOfItsRunAlone() {
    assertThat(new RunTenant(PROCESS, "acme").of(PROCESS)).isEqualTo("acme");
    assertThat(new RunTenant(PROCESS, "acme").of(UUID.randomUUID())).isNull();
    assertThat(new RunTenant(PROCESS, null).of(PROCESS)).isNull();
    assertThat(RunTenant.NONE.of(PROCESS)).isNull();
  }
}
