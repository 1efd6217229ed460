package dev.trainyard.process.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.process.Settings;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the service starts with, and what keeps it from starting. */
class MachineConfigTest {

  @Test
  void theDefaultsAreAccepted() throws IOException {
    var config = Settings.of(MachineConfig.class, Map.of());
    assertThat(config.unavailableAfter()).isEqualTo(Duration.ofSeconds(20));
    assertThat(config.checkInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.autoDisableUnavailablePeriod()).contains(Duration.ofDays(30));
  }

  @Test
  void takesTheLongestCheckIntervalAndNoAutomaticDisabling() throws IOException {
    var config =
        Settings.of(
            MachineConfig.class,
            Map.of(
                "trainyard.machine.check-interval",
                "10s",
                "trainyard.machine.auto-disable-unavailable-period",
                ""));
    assertThat(config.checkInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.autoDisableUnavailablePeriod()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unavailable-after | 0s | is PT0S, but must be longer than zero",
        "check-interval | 0s | is PT0S, but must be longer than zero and at most 10 seconds",
        "check-interval | 11s | is PT11S, but must be longer than zero and at most 10 seconds",
        "auto-disable-unavailable-period | 0s | is PT0S, but must be longer than zero",
      })
  void refusesWithKeyValueAndWhatIsAllowed(String key, String value, String reason) {
    assertThatThrownBy(
            () -> Settings.of(MachineConfig.class, Map.of("trainyard.machine." + key, value)))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("trainyard.machine." + key + " " + reason);
  }
}
