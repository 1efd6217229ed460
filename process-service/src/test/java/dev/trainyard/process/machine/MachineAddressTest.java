package dev.trainyard.process.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineAddressTest {
  private final MachineAddress.Validator validator = new MachineAddress.Validator();

  @ParameterizedTest
  @ValueSource(
      strings = {"gpu-1", "gpu_1.example.org", "10.0.0.7", "::1", "2001:db8::ff00:42:8329"})
  void acceptsHostNamesAndAddresses(String address) {
    assertThat(validator.isValid(address, null)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "gpu 1",
        "машина",
        "http://gpu-1",
        "gpu-1:8080",
        "::1::",
        "12345::",
        "a/b"
      })
  void refusesEverythingElse(String address) {
    assertThat(validator.isValid(address, null)).isFalse();
  }

  @Test
  void refusesWhatIsAbsentOrTooLong() {
    assertThat(validator.isValid(null, null)).isFalse();
    assertThat(validator.isValid("a".repeat(254), null)).isFalse();
  }
}
