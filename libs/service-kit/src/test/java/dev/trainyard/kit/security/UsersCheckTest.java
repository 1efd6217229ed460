package dev.trainyard.kit.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UsersCheckTest {
  private static final Optional<String> KEY = Optional.of("MIIB");
  private static final Optional<String> PROVIDER = Optional.of("https://sso.example.com/realms/x");
  private static final Optional<String> NONE = Optional.empty();

  @Test
  void letsAServiceStartWithAProvider() {
    assertThatCode(() -> start(new Config(false, true), PROVIDER, NONE, NONE))
        .doesNotThrowAnyException();
  }

  @Test
  void letsTheLocalPlatformStartWithItsKey() {
    assertThatCode(() -> start(new Config(true, true), NONE, KEY, NONE)).doesNotThrowAnyException();
  }

  @Test
  void refusesALocalKeyElsewhere() {
    assertThatThrownBy(() -> start(new Config(false, true), PROVIDER, KEY, NONE))
        .hasMessageContaining("A local key")
        .hasMessageContaining("QUARKUS_OIDC_AUTH_SERVER_URL");
    assertThatThrownBy(() -> start(new Config(true, true), NONE, KEY, Optional.of("10.0.0.1")))
        .hasMessageContaining("this is Kubernetes");
  }

  @Test
  void refusesToStartWithoutAnybodyWhoVouchesForUsers() {
    assertThatThrownBy(() -> start(new Config(false, true), NONE, NONE, NONE))
        .hasMessageContaining("Nobody vouches for users")
        .hasMessageContaining("QUARKUS_OIDC_AUTH_SERVER_URL");
    assertThatCode(() -> start(new Config(false, false), NONE, NONE, NONE))
        .doesNotThrowAnyException();
  }

  private static void start(
      SecurityConfig config,
      Optional<String> provider,
      Optional<String> key,
      Optional<String> kubernetes) {
    new UsersCheck(config, provider, key, kubernetes).onStart(new StartupEvent());
  }

  private record Config(boolean localMode, boolean usersRequired) implements SecurityConfig {
    @Override
    public Map<String, Set<String>> roles() {
      return Map.of();
    }

    @Override
    public Optional<Path> tokenFile() {
      return Optional.empty();
    }
  }
}
