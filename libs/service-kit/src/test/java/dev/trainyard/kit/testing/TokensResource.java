package dev.trainyard.kit.testing;

import dev.trainyard.backends.identity.LocalIssuer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Gives a service under test a key and a token of its own, and REST Assured the token of an
 * administrator.
 */
public final class TokensResource implements QuarkusTestResourceLifecycleManager {
  private Path tokenFile;

  @Override
  public Map<String, String> start() {
    var key = Tokens.begin();
    RestAssured.authentication = RestAssured.oauth2(Tokens.of("admin"));
    try {
      tokenFile = Files.createTempFile("service", ".token");
      Files.writeString(tokenFile, Tokens.of("service"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "quarkus.oidc.public-key",
        key,
        "quarkus.oidc.token.issuer",
        LocalIssuer.ISSUER,
        "trainyard.security.local-mode",
        "true",
        "trainyard.security.token-file",
        tokenFile.toString());
  }

  @Override
  public void stop() {
    RestAssured.authentication = RestAssured.DEFAULT_AUTH;
    try {
      Files.deleteIfExists(tokenFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
