package dev.trainyard.kit.signing;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret that an agent and the services share. A message authentication code costs some
 * microseconds where a signature costs a millisecond, which matters for what comes every few
 * seconds from thousands of machines. Says nothing of itself in a log. Immutable.
 */
public final class MessageKey {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LENGTH = 32;

  private final SecretKeySpec key;

  /** Never used itself: a copy of it is ready sooner than a new one. */
  private final Mac ready;

  private MessageKey(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    try {
      ready = Mac.getInstance(ALGORITHM);
      ready.init(this.key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  /** A new one. */
  public static MessageKey fresh() {
    var bytes = new byte[LENGTH];
    new SecureRandom().nextBytes(bytes);
    return new MessageKey(bytes);
  }

  /**
   * Reads a key.
   *
   * @param text its 32 bytes in Base64
   * @throws IllegalArgumentException if it is none
   */
  public static MessageKey parse(String text) {
    var bytes = Base64.getDecoder().decode(text);
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a message key has %d bytes".formatted(LENGTH));
    }
    return new MessageKey(bytes);
  }

  /** The key as {@link #parse} reads it; a secret. */
  public String text() {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  /** The code of this content (HMAC with SHA-256, RFC 2104), 32 bytes. */
  byte[] codeOf(byte[] content) {
    try {
      return ((Mac) ready.clone()).doFinal(content);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java's " + ALGORITHM + " cannot be copied", e);
    }
  }
}
