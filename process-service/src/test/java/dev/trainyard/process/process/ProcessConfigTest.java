package dev.trainyard.process.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
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
class ProcessConfigTest {

  @Test
  void theDefaultsAreAccepted() throws IOException {
    var config = Settings.of(ProcessConfig.class, Map.of());
    assertThat(config.agentLostTimeout()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.checkInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.queueInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.retentionInterval()).isEqualTo(Duration.ofHours(1));
    assertThat(config.retention()).contains(Duration.ofDays(365));
    assertThat(config.commandTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.missingTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.reportGrace()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.stopGrace()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void withoutRetentionProcessesStayForEver() throws IOException {
    assertThat(
            Settings.of(ProcessConfig.class, Map.of("trainyard.process.retention", "")).retention())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "trainyard.process.retention, 1h",
    "trainyard.process.stop-grace, 1s",
    "trainyard.process.stop-grace, 1h",
  })
  void takesTheEndsOfARange(String key, String value) {
    assertThatCode(() -> Settings.of(ProcessConfig.class, Map.of(key, value)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "agent-lost-timeout | 0s | is PT0S, but must be longer than zero",
        "check-interval | PT-1S | is PT-1S, but must be longer than zero",
        "queue-interval | 0s | is PT0S, but must be longer than zero",
        "retention-interval | 0s | is PT0S, but must be longer than zero",
        "retention | 0s | is PT0S, but must be 1 hour or more",
        "retention | 59m | is PT59M, but must be 1 hour or more",
        "retention | PT-8760H | is PT-8760H, but must be 1 hour or more",
        "command-timeout | 0s | is PT0S, but must be longer than zero",
        "missing-timeout | 0s | is PT0S, but must be longer than zero",
        "report-grace | PT-1S | is PT-1S, but must be longer than zero",
        "stop-grace | 0s | is PT0S, but must be 1 second to 1 hour",
        "stop-grace | 2h | is PT2H, but must be 1 second to 1 hour",
      })
  void refusesWithKeyValueAndWhatIsAllowed(String key, String value, String reason) {
    assertThatThrownBy(
            () -> Settings.of(ProcessConfig.class, Map.of("trainyard.process." + key, value)))
        .isInstanceOf(ConfigValidationException.class)
        .hasMessageContaining("trainyard.process." + key + " " + reason);
  }

  @ParameterizedTest
  @CsvSource({"20, 20", "10, 20"})
  void refusesToGiveUpAProcessBeforeItsMachineIsAway(long lostSeconds, long unavailableSeconds) {
    assertThatThrownBy(
            () ->
                ProcessConfig.SilenceCheck.check(
                    Duration.ofSeconds(lostSeconds), Duration.ofSeconds(unavailableSeconds)))
        .hasMessageContaining("trainyard.process.agent-lost-timeout is PT" + lostSeconds + "S")
        .hasMessageContaining("trainyard.machine.unavailable-after, which is PT20S");
    assertThatCode(
            () ->
                ProcessConfig.SilenceCheck.check(
                    Duration.ofSeconds(unavailableSeconds + 1),
                    Duration.ofSeconds(unavailableSeconds)))
        .doesNotThrowAnyException();
  }
}
