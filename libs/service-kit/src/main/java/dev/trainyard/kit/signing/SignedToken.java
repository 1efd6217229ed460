package dev.trainyard.kit.signing;

import java.util.Map;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;

/** A JSON Web Token (RFC 7519) that is signed with Ed25519 (RFC 8037). For one thread at a time. */
public final class SignedToken {
  private static final AlgorithmConstraints ALGORITHM =
      new AlgorithmConstraints(
          AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA);

  private final JsonWebSignature signature;
  private final JwtClaims claims;

  private SignedToken(JsonWebSignature signature, JwtClaims claims) {
    this.signature = signature;
    this.claims = claims;
  }

  /** A token that says this, as it is sent. */
  public static String write(Map<String, ?> claims, SigningKey key) {
    var said = new JwtClaims();
    claims.forEach(said::setClaim);
    var token = new JsonWebSignature();
    token.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
    token.setHeader("typ", "JWT");
    token.setKeyIdHeaderValue(key.open().id());
    token.setKey(key.secretKey());
    token.setPayload(said.toJson());
    try {
      return token.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("cannot be signed", e);
    }
  }

  /** Reads a token, whoever signed it; empty if it is none of this kind. */
  public static Optional<SignedToken> read(String text) {
    try {
      var signature = new JsonWebSignature();
      signature.setAlgorithmConstraints(ALGORITHM);
      signature.setCompactSerialization(text);
      if (!AlgorithmIdentifiers.EDDSA.equals(signature.getAlgorithmHeaderValue())) {
        return Optional.empty();
      }
      return Optional.of(
          new SignedToken(signature, JwtClaims.parse(signature.getUnverifiedPayload())));
    } catch (JoseException | InvalidJwtException e) {
      return Optional.empty();
    }
  }

  /** Whether this key signed it. */
  public boolean isBy(VerificationKey key) {
    signature.setKey(key.key());
    try {
      return key.id().equals(signature.getKeyIdHeaderValue()) && signature.verifySignature();
    } catch (JoseException e) {
      return false;
    }
  }

  /** A claim as text; empty if it is missing, or no text. */
  public String text(String claim) {
    return claims.getClaimValue(claim) instanceof String text ? text : "";
  }

  /** A claim as a number; 0 if it is missing, or no number. */
  public long number(String claim) {
    return claims.getClaimValue(claim) instanceof Number number ? number.longValue() : 0;
  }
}
