package dev.trainyard.monitoring.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.problem.UnprocessableException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {
  private final AllowedHosts hosts =
      new AllowedHosts(new Config(Set.of("erp.example.org", " Archive.example.org:8443")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://erp.example.org/trainyard?key=1",
        "http://ERP.example.org:9000",
        "https://archive.example.org:8443/"
      })
  void takesAnAddressOfAnAllowedHost(String url) {
    assertThat(hosts.checked(url)).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://archive.example.org/",
        "http://archive.example.org:80/",
        "https://erp.example.org.evil.example/",
        "http://localhost:5432/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/"
      })
  void refusesAnyOtherAndSaysWhoCanAllowIt(String url) {
    assertThatThrownBy(() -> hosts.checked(url))
        .isInstanceOfSatisfying(
            UnprocessableException.class,
            refusal ->
                assertThat(refusal.violations().get(0).message())
                    .contains("is not allowed", "trainyard.webhooks.allowed-hosts"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "erp.example.org",
        "ftp://erp.example.org/",
        "file:///etc/passwd",
        "https:erp.example.org",
        "https://user:secret@erp.example.org/",
        "https://erp.example.org/#part",
        "https://erp.example.org/a b"
      })
  void refusesWhatEventsCannotBePostedTo(String url) {
    assertThatThrownBy(() -> hosts.checked(url)).isInstanceOf(InvalidRequestException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://erp.example.org/", "http://127.0.0.1/"})
  void allowsNobodyUntilSomebodyIsNamed(String url) {
    assertThatThrownBy(() -> new AllowedHosts(new Config(null)).checked(url))
        .isInstanceOf(UnprocessableException.class);
  }

  private record Config(Set<String> hosts) implements WebhookConfig {
    @Override
    public Optional<Set<String>> allowedHosts() {
      return Optional.ofNullable(hosts);
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Duration interval() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Duration firstRetry() {
      return Duration.ofSeconds(1);
    }

    @Override
    public Duration giveUpAfter() {
      return Duration.ofSeconds(1);
    }
  }
}
