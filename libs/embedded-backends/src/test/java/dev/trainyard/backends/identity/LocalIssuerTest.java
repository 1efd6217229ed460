package dev.trainyard.backends.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.backends.BackendException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalIssuerTest {
  @TempDir Path directory;

  @Test
  void signsTokensThatItsPublicKeyProves() throws Exception {
    var issuer = LocalIssuer.fresh();
    var key =
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(issuer.publicKey())));

    var claims =
        new JwtConsumerBuilder()
            .setVerificationKey(key)
            .setExpectedAudience(LocalIssuer.AUDIENCE)
            .setExpectedIssuer(LocalIssuer.ISSUER)
            .setRequireExpirationTime()
            .build()
            .processToClaims(issuer.token("viewer", Duration.ofHours(1)));

    assertThat(claims.getStringListClaimValue("groups")).containsExactly("viewer");
  }

  @Test
  void keepsItsKeyForItsOwnerAlone() throws Exception {
    var kept = directory.resolve("identity");
    var first = LocalIssuer.keptIn(kept);

    assertThat(LocalIssuer.keptIn(kept).publicKey()).isEqualTo(first.publicKey());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(kept.resolve("issuer.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void saysThatAKeyIsNone() throws Exception {
    Files.writeString(directory.resolve("issuer.key"), "nonsense");

    assertThatThrownBy(() -> LocalIssuer.keptIn(directory))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining(directory.toString());
  }
}
