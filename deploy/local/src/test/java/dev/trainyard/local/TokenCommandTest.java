package dev.trainyard.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.backends.identity.LocalIssuer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCommandTest {
  @TempDir Path data;

  private final StringWriter output = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"admin", "operator", "viewer", "system-admin"})
  void printsATokenOfARole(String role) {
    LocalIssuer.keptIn(data.resolve("identity"));

    assertThat(run("token", role, "--data", data.toString())).isZero();

    var parts = output.toString().strip().split("\\.", -1);
    assertThat(parts).hasSize(3);
    assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
        .contains("\"groups\":[\"" + role + "\"]", "\"aud\":\"trainyard\"");
  }

  @Test
  void printsATokenOfATenant() {
    LocalIssuer.keptIn(data.resolve("identity"));

    assertThat(run("token", "admin", "--tenant", "acme", "--data", data.toString())).isZero();

    var claims = output.toString().strip().split("\\.", -1)[1];
    assertThat(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
        .contains("\"tenant\":\"acme\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"service", "agent", "root"})
  void makesNoTokenForWhatIsNoRoleOfPeople(String role) {
    LocalIssuer.keptIn(data.resolve("identity"));

    assertThat(run("token", role, "--data", data.toString())).isEqualTo(2);
    assertThat(output.toString()).doesNotContain("ey");
  }

  @Test
  void makesNoneWhereNoPlatformWas() {
    assertThat(run("token", "admin", "--data", data.resolve("nothing").toString())).isEqualTo(1);
    assertThat(data.resolve("nothing")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "721", "-1", "a day"})
  void refusesATimeThatIsNone(String hours) {
    LocalIssuer.keptIn(data.resolve("identity"));

    assertThat(run("token", "admin", "--data", data.toString(), "--hours", hours)).isEqualTo(2);
  }

  private int run(String... arguments) {
    return Main.commandLine().setOut(new PrintWriter(output, true)).execute(arguments);
  }
}
