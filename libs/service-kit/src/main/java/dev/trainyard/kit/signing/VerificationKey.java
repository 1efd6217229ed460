package dev.trainyard.kit.signing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The open half of a key, with which anybody can check what the other half has signed. Immutable.
 */
public final class VerificationKey {
  static final String ALGORITHM = "Ed25519";

  /** What X.509 writes before the 32 bytes of the key itself (RFC 8410). */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int LENGTH = 32;

  private final PublicKey key;
  private final String id;

  private VerificationKey(PublicKey key) {
    this.key = key;
    this.id = thumbprint(text(key));
  }

  static VerificationKey of(PublicKey key) {
    return new VerificationKey(key);
  }

  /**
   * Reads a key.
   *
   * @param text its 32 bytes in Base64 for addresses, as a JWK has them in {@code x}
   * @throws IllegalArgumentException if it is none
   */
  public static VerificationKey parse(String text) {
    var raw = Base64.getUrlDecoder().decode(text);
    if (raw.length != LENGTH) {
      throw new IllegalArgumentException("an Ed25519 key has %d bytes".formatted(LENGTH));
    }
    var encoded = Arrays.copyOf(PREFIX, PREFIX.length + LENGTH);
    System.arraycopy(raw, 0, encoded, PREFIX.length, LENGTH);
    try {
      return of(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("is no Ed25519 key", e);
    }
  }

  /** Its thumbprint (RFC 7638): the same key has the same id everywhere. */
  public String id() {
    return id;
  }

  /** The key as {@link #parse} reads it. */
  public String text() {
    return text(key);
  }

  /** Whether this content was signed with the other half. */
  public boolean verifies(byte[] content, byte[] signature) {
    try {
      var verification = Signature.getInstance(ALGORITHM);
      verification.initVerify(key);
      verification.update(content);
      return verification.verify(signature);
    } catch (GeneralSecurityException e) {
      // Of a wrong length, or no point of the curve: it is not this key's in any case.
      return false;
    }
  }

  private static String text(PublicKey key) {
    var encoded = key.getEncoded();
    return base64(Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length));
  }

  private static String thumbprint(String text) {
    var members = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"%s\"}".formatted(text);
    try {
      return base64(
          MessageDigest.getInstance("SHA-256").digest(members.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
