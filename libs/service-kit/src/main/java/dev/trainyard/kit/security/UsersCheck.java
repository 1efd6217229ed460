package dev.trainyard.kit.security;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Does not let a service start whose doors would be open, or locked with a key of a laptop. */
@ApplicationScoped
class UsersCheck {
  private final SecurityConfig config;
  private final Optional<String> provider;
  private final Optional<String> localKey;
  private final Optional<String> kubernetes;

  UsersCheck(
      SecurityConfig config,
      @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> provider,
      @ConfigProperty(name = "quarkus.oidc.public-key") Optional<String> localKey,
      @ConfigProperty(name = "KUBERNETES_SERVICE_HOST") Optional<String> kubernetes) {
    this.config = config;
    this.provider = provider;
    this.localKey = localKey;
    this.kubernetes = kubernetes;
  }

  /**
   * @throws IllegalStateException if it must not start
   */
  void onStart(@Observes StartupEvent event) {
    if (localKey.isPresent() && !config.localMode()) {
      throw new IllegalStateException(
          "A local key (quarkus.oidc.public-key) is for the platform on one machine, which"
              + " ./trainyard starts. Set QUARKUS_OIDC_AUTH_SERVER_URL to your identity provider.");
    }
    if (config.localMode() && kubernetes.isPresent()) {
      throw new IllegalStateException(
          "trainyard.security.local-mode is for one machine, but this is Kubernetes. Set"
              + " QUARKUS_OIDC_AUTH_SERVER_URL to your identity provider.");
    }
    if (config.usersRequired() && localKey.isEmpty() && provider.isEmpty()) {
      throw new IllegalStateException(
          "Nobody vouches for users: set QUARKUS_OIDC_AUTH_SERVER_URL to your identity provider.");
    }
  }
}
