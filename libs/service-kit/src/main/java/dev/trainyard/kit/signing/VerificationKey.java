package dev.trainyard.kit.signing;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.keys.EdDsaKeyUtil;
import org.jose4j.lang.JoseException;

/**
 * The open half of a key, with which anybody can check what the other half has signed. Immutable.
 */
public final class VerificationKey {
  static final String ALGORITHM = "Ed25519";

  private static final EdDsaKeyUtil KEYS = new EdDsaKeyUtil();
  private static final int LENGTH = 32;

  private final PublicKey key;
  private final String id;

  private VerificationKey(PublicKey key) {
    this.key = key;
    this.id = new OctetKeyPairJsonWebKey(key).calculateBase64urlEncodedThumbprint("SHA-256");
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
    try {
      return of(KEYS.publicKey(raw, ALGORITHM));
    } catch (JoseException e) {
      throw new IllegalArgumentException("is no Ed25519 key", e);
    }
  }

  /** Its thumbprint (RFC 7638): the same key has the same id everywhere. */
  public String id() {
    return id;
  }

  /** The key as {@link #parse} reads it. */
  public String text() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(KEYS.rawPublicKey(key));
  }

  PublicKey key() {
    return key;
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
}
