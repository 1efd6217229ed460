package dev.trainyard.kit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.kit.testing.settings.SettingsDocumentation;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private final KnownSettings known =
      new KnownSettings(
          List.of(
              "trainyard.log-json",
              "trainyard.webhooks.allowed-hosts",
              "trainyard.security.roles.*",
              "trainyard.http.rate.address.per-second"));

  @Test
  void thePageSaysWhatCanBeSet() throws IOException {
    SettingsDocumentation.require(Path.of("../.."), "settings of all services");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trainyard.log-json",
        "TRAINYARD_LOG_JSON",
        "%prod.trainyard.log-json",
        "trainyard.webhooks.allowed-hosts[1]",
        "TRAINYARD_WEBHOOKS_ALLOWED_HOSTS_1_",
        "trainyard.security.roles.labeller",
        "TRAINYARD_SECURITY_ROLES_LABELLER",
        "TRAINYARD_HTTP_RATE_ADDRESS_PER_SECOND",
        "quarkus.http.port",
        "TRAINYARDS_OWN",
        "PATH"
      })
  void takesWhatExistsAndWhatIsOthers(String name) {
    assertThat(known.isMistaken(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "trainyard.log-jason",
        "TRAINYARD_LOG_JASON",
        "%prod.trainyard.log",
        "trainyard.http.rate.address",
        "trainyard.log.json",
        "trainyard.http-rate.address.per-second",
        "trainyard.security.role.labeller"
      })
  void seesWhatDoesNotExist(String name) {
    assertThat(known.isMistaken(name)).isTrue();
  }

  @Test
  void namesAllThatDoesNotExist() {
    var environment =
        new EnvConfigSource(Map.of("TRAINYARD_LOG_JASON", "true", "TRAINYARD_LOG_JSON", "1"), 300);
    var file = new PropertiesConfigSource(Map.of("trainyard.webhook.hosts", "a"), "a file", 260);
    assertThatThrownBy(() -> SettingsCheck.check(List.of(environment, file), known))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "There are no settings TRAINYARD_LOG_JASON, trainyard.webhook.hosts. Look for the right"
                + " names in docs/configuration.md, or take them away.");
  }

  @Test
  void leavesToTheServiceWhatComesWithIt() {
    var packaged = new PropertiesConfigSource(Map.of("trainyard.built.in", "a"), "packaged", 250);
    SettingsCheck.check(List.of(packaged), known);
  }
}
