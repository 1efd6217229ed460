package dev.trainyard.process.signing;

import dev.trainyard.kit.signing.VerificationKey;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The keys by which this service's signatures are known: a JWK Set (RFC 7517).
 *
 * @param keys the one in use first
 * @param time of this service, by which the age of what it signs is told
 */
@Schema(
    examples =
        """
        {"keys":[{"kty":"OKP","crv":"Ed25519","alg":"EdDSA","use":"sig",
                  "kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                  "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}],
         "time":"2026-11-27T04:00:00Z"}""")
record KeySet(List<Key> keys, Instant time) {

  /** A key (RFC 8037). */
  @Schema(
      name = "JsonWebKey",
      examples =
          """
          {"kty":"OKP","crv":"Ed25519","alg":"EdDSA","use":"sig",
           "kid":"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
           "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""")
  record Key(String kty, String crv, String alg, String use, String kid, String x) {
    static Key of(VerificationKey key) {
      return new Key("OKP", "Ed25519", "EdDSA", "sig", key.id(), key.text());
    }
  }

  static KeySet of(List<VerificationKey> keys, Instant time) {
    return new KeySet(keys.stream().map(Key::of).toList(), time);
  }
}
