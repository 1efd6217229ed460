package dev.trainyard.kit.security;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.runtime.TokensHelper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The token with which this service asks others. Thread-safe. */
@ApplicationScoped
public class ServiceToken {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final SecurityConfig config;
  private final OidcClient provider;
  private final TokensHelper fresh = new TokensHelper();

  ServiceToken(SecurityConfig config, OidcClient provider) {
    this.config = config;
    this.provider = provider;
  }

  /**
   * One that is valid now.
   *
   * @throws NoTokenException if there is none
   */
  public String current() {
    return config.tokenFile().map(ServiceToken::read).orElseGet(this::ask);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new NoTokenException("The file of trainyard.security.token-file cannot be read", e);
    }
  }

  private String ask() {
    try {
      return fresh.getTokens(provider).await().atMost(LONGEST_WAIT).getAccessToken();
    } catch (RuntimeException e) {
      throw new NoTokenException("The identity provider gives no token to this service", e);
    }
  }
}
