package dev.trainyard.agent.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunTenantTest {
  @Test
  void isKnownOfTheNewestRunAlone() {
    var first = UUID.randomUUID();
    var second = UUID.randomUUID();
    RunTenant.begin(first, "acme");
    assertThat(RunTenant.of(first)).isEqualTo("acme");
    assertThat(RunTenant.of(second)).isNull();
    RunTenant.begin(second, null);
    assertThat(RunTenant.of(first)).isNull();
    assertThat(RunTenant.of(second)).isNull();
  }
}
