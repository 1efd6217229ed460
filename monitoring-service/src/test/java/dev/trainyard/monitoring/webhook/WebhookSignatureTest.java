package dev.trainyard.monitoring.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
  private static final UUID ID = UUID.fromString("01939d3f-6d9a-7c31-9a51-1b7a3a6a0d11");

  @Test
  void signsAsStandardWebhooksWantsIt() {
    // openssl dgst -sha256 -mac HMAC -macopt hexkey:… -binary | base64, of id.1764072000.{"a":1}
    var secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    var signature =
        WebhookSignature.of(secret, ID, Instant.ofEpochSecond(1_764_072_000L), "{\"a\":1}");

    assertThat(signature).isEqualTo("v1,wSs/t6aTqbnRwJD8cHFf9EyLBQ28NHtFmZ30YgdUSx0=");
  }

  @Test
  void makesSecretsThatNobodyGuesses() {
    var secret = WebhookSignature.newSecret();

    assertThat(secret).startsWith("whsec_").isNotEqualTo(WebhookSignature.newSecret());
    assertThat(Base64.getDecoder().decode(secret.substring("whsec_".length()))).hasSize(32);
  }
}
