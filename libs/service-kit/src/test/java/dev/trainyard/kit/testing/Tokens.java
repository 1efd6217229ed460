package dev.trainyard.kit.testing;

import io.smallrye.jwt.build.Jwt;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;

/** Tokens that a service under test believes. */
public final class Tokens {
  public static final String ISSUER = "https://tests.trainyard.dev";

  /** Tests and their resources have class loaders of their own, but the same properties. */
  private static final String KEY = "trainyard.testing.key";

  private Tokens() {}

  /** A new key; the public half of it, as {@code quarkus.oidc.public-key} takes it. */
  static String begin() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      var pair = generator.generateKeyPair();
      System.setProperty(KEY, Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
      return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a request says to show the token of a role. */
  public static String bearer(String role) {
    return "Bearer " + of(role);
  }

  /** The token of somebody with this role, for two hours. */
  public static String of(String role) {
    return Jwt.issuer(ISSUER)
        .audience("trainyard")
        .subject(role + "-id")
        .upn(role)
        .groups(Set.of(role))
        .expiresIn(Duration.ofHours(2))
        .sign(key());
  }

  private static PrivateKey key() {
    try {
      return KeyFactory.getInstance("RSA")
          .generatePrivate(
              new PKCS8EncodedKeySpec(Base64.getDecoder().decode(System.getProperty(KEY))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
