package dev.trainyard.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  @Test
  void settingsArriveAsTheyWereSent() throws IOException {
    Properties settings = new Properties();
    settings.setProperty("password", "= :#\\ü\nEND ш");
    settings.setProperty("directory", "/with space/ж");
    BufferedReader reader =
        new BufferedReader(new StringReader(SettingsText.write(settings) + "create-database x\n"));
    assertThat(SettingsText.read(reader)).isEqualTo(settings);
    assertThat(reader.readLine()).isEqualTo("create-database x");
  }

  @Test
  void refusesSettingsThatAreCutShort() {
    BufferedReader reader = new BufferedReader(new StringReader("host=127.0.0.1\n"));
    assertThatThrownBy(() -> SettingsText.read(reader)).isInstanceOf(IOException.class);
  }

  @Test
  void credentialsKeepTheirSecret() {
    assertThat(new Credentials("name", "hidden"))
        .asString()
        .contains("name")
        .doesNotContain("hidden");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Process", "a-b", "a\"; drop database x", "1a"})
  void refusesUnsafeDatabaseNames(String name) {
    PostgresServer.Options options = PostgresServer.Options.of(Placement.temporary());
    assertThatIllegalArgumentException().isThrownBy(() -> options.withDatabases(name));
  }

  @Test
  void refusesPortsThatDoNotExist() {
    Placement placement = Placement.temporary();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> placement.onPort(70_000, "--kafka-port"))
        .withMessageContaining("--kafka-port");
  }

  @Test
  void namesTheBusyPortAndItsOption() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Placement placement =
          Placement.kept(Path.of("unused")).onPort(taken.getLocalPort(), "--s3-port");
      assertThatThrownBy(() -> placement.requireFreePort("S3"))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("S3 cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("choose another with --s3-port");
    }
  }
}
