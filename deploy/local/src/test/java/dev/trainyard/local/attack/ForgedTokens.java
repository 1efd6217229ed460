package dev.trainyard.local.attack;

import dev.trainyard.backends.identity.LocalIssuer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** What attackers show in place of a token: each claims to be an administrator's. */
final class ForgedTokens {
  private static final Duration HOUR = Duration.ofHours(1);

  private final LocalIssuer issuer;
  private final Map<String, String> authorizations = new LinkedHashMap<>();

  private ForgedTokens(LocalIssuer issuer) {
    this.issuer = issuer;
  }

  /**
   * What to send as {@code Authorization}, by what is wrong with it.
   *
   * @param issuer whose tokens the platform believes
   */
  static Map<String, String> all(LocalIssuer issuer) {
    return new ForgedTokens(issuer).make();
  }

  private Map<String, String> make() {
    var good = issuer.token("admin", HOUR);
    var parts = good.split("\\.", -1);
    authorizations.put("a password", "Basic YWRtaW46YWRtaW4=");
    add("nothing", "");
    add("words", "nonsense");
    add("an unsigned one", encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + parts[1] + ".");
    add("one without its signature", parts[0] + "." + parts[1] + ".");
    add(
        "one with a header of its own",
        encoded("{\"alg\":\"RS256\",\"kid\":\"../key\"}") + "." + parts[1] + "." + parts[2]);
    add("one of another key", LocalIssuer.fresh().token("admin", HOUR));
    add("one of a viewer who made an administrator of it", promoted());
    add("one that takes the public key for a secret", signedWithPublicKey());
    addChanged("one that has expired", claims -> claims.setExpirationTimeMinutesInTheFuture(-2));
    addChanged("one that does not expire", claims -> claims.unsetClaim("exp"));
    addChanged("one of another issuer", claims -> claims.setIssuer("https://sso.example.com"));
    addChanged("one of no issuer", claims -> claims.unsetClaim("iss"));
    addChanged("one for somebody else", claims -> claims.setAudience("another-platform"));
    addChanged("one for nobody", claims -> claims.unsetClaim("aud"));
    addChanged("one of tomorrow", claims -> claims.setNotBeforeMinutesInThePast(-24 * 60));
    return authorizations;
  }

  private void add(String name, String token) {
    authorizations.put(name, "Bearer " + token);
  }

  private void addChanged(String name, Consumer<JwtClaims> change) {
    var claims = LocalIssuer.claims("admin", HOUR);
    change.accept(claims);
    add(name, issuer.token(claims));
  }

  private String promoted() {
    var parts = issuer.token("viewer", HOUR).split("\\.", -1);
    var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    return parts[0] + "." + encoded(claims.replace("[\"viewer\"]", "[\"admin\"]")) + "." + parts[2];
  }

  private String signedWithPublicKey() {
    var token = new JsonWebSignature();
    token.setPayload(LocalIssuer.claims("admin", HOUR).toJson());
    token.setKey(new HmacKey(Base64.getDecoder().decode(issuer.publicKey())));
    token.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    try {
      return token.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
