package dev.trainyard.kit.signing;

import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** A key that signs, with its open half. Says nothing of itself in a log. Immutable. */
public final class SigningKey {
  private static final String ALGORITHM = VerificationKey.ALGORITHM;
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private final PrivateKey key;
  private final VerificationKey open;

  private SigningKey(KeyPair pair) {
    this.key = pair.getPrivate();
    this.open = VerificationKey.of(pair.getPublic());
  }

  /** A new one. */
  public static SigningKey fresh() {
    return of(new SecureRandom());
  }

  /**
   * Reads a key.
   *
   * @param text PKCS #8 in Base64, with or without the lines that PEM puts around it, as {@code
   *     openssl genpkey -algorithm ed25519} writes it
   * @throws IllegalArgumentException if it is none
   */
  public static SigningKey parse(String text) {
    var encoded = Base64.getMimeDecoder().decode(text.replace(BEGIN, "").replace(END, "").strip());
    try {
      var read =
          KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      return of(new Seed(((EdECPrivateKey) read).getBytes().orElseThrow()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no Ed25519 key in PKCS #8", e);
    }
  }

  private static SigningKey of(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(NamedParameterSpec.ED25519, random);
      return new SigningKey(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no Ed25519", e);
    }
  }

  /** The key as {@link #parse} reads it; a secret. */
  public String secret() {
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  PrivateKey secretKey() {
    return key;
  }

  /** The half that others check signatures with. */
  public VerificationKey open() {
    return open;
  }

  /** Signs; the same content gives the same signature. */
  public byte[] sign(byte[] content) {
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot be signed", e);
    }
  }

  /**
   * A source of just these bytes: PKCS #8 holds a key's seed alone, and Java finds the open half
   * only when it makes a pair.
   */
  private static final class Seed extends SecureRandom {
    @Serial private static final long serialVersionUID = 1L;

    private final transient byte[] seed;

    Seed(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
