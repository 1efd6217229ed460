package dev.trainyard.kit.testing;

import dev.trainyard.backends.identity.LocalIssuer;
import java.time.Duration;
import java.util.Map;

/** Tokens that a service under test believes. */
public final class Tokens {
  /** Tests and their resources have class loaders of their own, but the same properties. */
  private static final String KEY = "trainyard.testing.key";

  private static final Duration LIFETIME = Duration.ofHours(2);

  private Tokens() {}

  /** A new key; the public half of it, as {@code quarkus.oidc.public-key} takes it. */
  public static String begin() {
    var issuer = LocalIssuer.fresh();
    System.setProperty(KEY, issuer.privateKey());
    return issuer.publicKey();
  }

  /** Who makes them. */
  public static LocalIssuer issuer() {
    return LocalIssuer.of(System.getProperty(KEY));
  }

  /** What a request says to show the token of a role. */
  public static String bearer(String role) {
    return "Bearer " + of(role);
  }

  /** What a request says to show that somebody of this name asks, who may look. */
  public static String bearerOf(String name) {
    var claims = LocalIssuer.claims("viewer", LIFETIME);
    claims.setSubject(name);
    claims.setClaim("preferred_username", name);
    return "Bearer " + issuer().token(claims);
  }

  /** The token of an agent. */
  public static String ofAgent(Map<String, ?> claims) {
    var token = LocalIssuer.claims("agent", LIFETIME);
    claims.forEach(token::setClaim);
    return issuer().token(token);
  }

  /** The token of somebody of a tenant with this role, for two hours. */
  public static String of(String role, String tenant) {
    return issuer().token(role, tenant, LIFETIME);
  }

  /** The token of somebody with this role, for two hours. */
  public static String of(String role) {
    return issuer().token(role, LIFETIME);
  }
}
