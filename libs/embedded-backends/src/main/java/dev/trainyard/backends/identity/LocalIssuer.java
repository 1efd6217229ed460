package dev.trainyard.backends.identity;

import dev.trainyard.backends.BackendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/**
 * Vouches for people and services where there is no identity provider: on one machine, and in
 * tests. Its tokens are JSON Web Tokens (RFC 7519), signed with RS256. Thread-safe.
 */
public final class LocalIssuer {
  /** Who the tokens say has made them. */
  public static final String ISSUER = "trainyard-local";

  /** Who the tokens are for. */
  public static final String AUDIENCE = "trainyard";

  private static final String FILE = "issuer.key";
  private static final int KEY_BITS = 2048;

  private final RSAPrivateCrtKey key;

  private LocalIssuer(RSAPrivateCrtKey key) {
    this.key = key;
  }

  /** One with a new key that is kept nowhere. */
  public static LocalIssuer fresh() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(KEY_BITS);
      return new LocalIssuer((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no RSA", e);
    }
  }

  /**
   * One whose key is kept in a directory that only its owner reads; the first time a new one.
   *
   * @throws BackendException if it cannot be read or written
   */
  public static LocalIssuer keptIn(Path directory) {
    try {
      if (isKeptIn(directory)) {
        return of(Files.readString(directory.resolve(FILE)).strip());
      }
      var issuer = fresh();
      OwnersFile.createDirectory(directory);
      OwnersFile.write(directory.resolve(FILE), issuer.privateKey());
      return issuer;
    } catch (IOException | IllegalArgumentException e) {
      throw new BackendException(
          "The key in " + directory + " cannot be used: " + e.getMessage(), e);
    }
  }

  public static boolean isKeptIn(Path directory) {
    return Files.exists(directory.resolve(FILE));
  }

  /**
   * One with a key that was told before.
   *
   * @param privateKey as {@link #privateKey()} gives it
   * @throws IllegalArgumentException if it is none
   */
  public static LocalIssuer of(String privateKey) {
    try {
      var encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(privateKey));
      return new LocalIssuer(
          (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no RSA key in PKCS #8", e);
    }
  }

  /** The secret half, PKCS #8 in Base64. */
  public String privateKey() {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  /** The half that services check tokens with, X.509 in Base64. */
  public String publicKey() {
    try {
      var open = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
      return Base64.getEncoder()
          .encodeToString(KeyFactory.getInstance("RSA").generatePublic(open).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no RSA", e);
    }
  }

  /** A token of somebody who is called as their role. */
  public String token(String role, Duration lifetime) {
    return token(claims(role, lifetime));
  }

  /** The same of somebody of a tenant. */
  public String token(String role, String tenant, Duration lifetime) {
    var claims = claims(role, lifetime);
    claims.setClaim("tenant", tenant);
    return token(claims);
  }

  /** What {@link #token(String, Duration)} says, to be changed. */
  public static JwtClaims claims(String role, Duration lifetime) {
    var claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience(AUDIENCE);
    claims.setSubject("local-" + role);
    claims.setClaim("preferred_username", role);
    claims.setStringListClaim("groups", List.of(role));
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(lifetime.toSeconds() / 60f);
    claims.setGeneratedJwtId();
    return claims;
  }

  /** A token that says this. */
  public String token(JwtClaims claims) {
    var token = new JsonWebSignature();
    token.setPayload(claims.toJson());
    token.setKey(key);
    token.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
    token.setHeader("typ", "JWT");
    try {
      return token.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("a token cannot be signed", e);
    }
  }
}
