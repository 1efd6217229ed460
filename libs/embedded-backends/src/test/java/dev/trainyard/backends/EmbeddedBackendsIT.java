package dev.trainyard.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBackendsIT {

  @TempDir Path directory;

  @Test
  void leavesNothingWhenTheJvmThatStartedThemIsKilled() throws Exception {
    Process holder = startHolder(List.of());
    List<ProcessHandle> processes = Processes.of(holder.pid());
    assertThat(processes).hasSizeGreaterThan(6);
    holder.destroyForcibly();
    Processes.awaitEnd(processes);
    await().atMost(Duration.ofSeconds(10)).until(() -> isEmpty(temporary()));
  }

  @Test
  void worksAsANormalUser() throws Exception {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    assumeThat(Path.of("/usr/bin/setpriv")).isExecutable();
    List<String> asNobody =
        List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    assumeThat(run(asNobody, "test", "-r", Path.of("target/classes").toAbsolutePath().toString()))
        .as("the checkout lies where others may read")
        .isZero();
    Process holder = startHolder(asNobody);
    List<ProcessHandle> processes = Processes.of(holder.pid());
    assertThat(processes)
        .hasSizeGreaterThan(6)
        .allMatch(process -> !"root".equals(process.info().user().orElse("")));
    holder.destroy();
    Processes.awaitEnd(processes);
    await().atMost(Duration.ofSeconds(10)).until(() -> isEmpty(temporary()));
  }

  @Test
  void namesTheBusyPortAndTheOptionThatChangesIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      EmbeddedBackends.Options all = EmbeddedBackends.Options.kept(directory);
      EmbeddedBackends.Options busy =
          new EmbeddedBackends.Options(
              all.postgres(),
              KafkaServer.Options.of(all.kafka().placement().onPort(port, "--kafka-port")),
              all.s3());
      assertThatThrownBy(() -> EmbeddedBackends.start(busy))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("Kafka")
          .hasMessageContaining("127.0.0.1:" + port)
          .hasMessageContaining("--kafka-port");
      assertThat(directory).isEmptyDirectory();
    }
  }

  @Test
  void stopsTheOthersWhenOneDoesNotStart() {
    EmbeddedBackends.Options all = EmbeddedBackends.Options.temporary();
    EmbeddedBackends.Options impatient =
        new EmbeddedBackends.Options(
            all.postgres(),
            KafkaServer.Options.of(Placement.temporary().startingWithin(Duration.ofMillis(50))),
            all.s3());
    assertThatThrownBy(() -> EmbeddedBackends.start(impatient))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("Kafka did not start: no answer within");
    assertThat(ProcessHandle.current().descendants()).isEmpty();
  }

  @Test
  void bringsAKilledServerBackOnItsPort() {
    try (EmbeddedBackends backends =
        EmbeddedBackends.start(EmbeddedBackends.Options.kept(directory, "process"))) {
      for (BackendKind kind : BackendKind.values()) {
        String address = addressOf(backends, kind);
        List<ProcessHandle> processes = Processes.of(backends.pid(kind));
        backends.kill(kind);
        Processes.awaitEnd(processes);
        backends.restart(kind);
        assertThat(addressOf(backends, kind)).isEqualTo(address);
        assertThat(ProcessHandle.of(backends.pid(kind))).get().matches(ProcessHandle::isAlive);
      }
    }
  }

  @Test
  void sharesTheServersOfOneJvm() {
    Map<String, String> first = SharedBackends.configuration("process", false, true);
    Map<String, String> second = SharedBackends.configuration("process", false, true);
    assertThat(second).isEqualTo(first);
    assertThat(first)
        .containsOnlyKeys(
            "quarkus.datasource.jdbc.url",
            "quarkus.datasource.username",
            "quarkus.datasource.password",
            "trainyard.storage.endpoint",
            "trainyard.storage.access-key",
            "trainyard.storage.secret-key");
    SharedBackends.stop();
  }

  /** All that the helper JVM and its servers write goes under {@link #directory}. */
  private Process startHolder(List<String> prefix) throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.createDirectory(temporary());
    Files.setPosixFilePermissions(temporary(), PosixFilePermissions.fromString("rwxrwxrwx"));
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporary());
    if (!prefix.isEmpty()) {
      // Where another user finds classes that may lie in a closed home directory.
      command.add("-Dtrainyard.backends.cache=" + directory.resolve("cache"));
    }
    command.addAll(List.of("-cp", classPath(), BackendsHolder.class.getName()));
    Process holder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
    assertThat(output.readLine()).startsWith("STARTED jdbc:postgresql:");
    return holder;
  }

  private static String addressOf(EmbeddedBackends backends, BackendKind kind) {
    return switch (kind) {
      case POSTGRES -> backends.postgres().jdbcUrl("process");
      case KAFKA -> backends.kafka().bootstrapServers();
      case S3 -> backends.s3().endpoint().toString();
    };
  }

  private static int run(List<String> prefix, String... command) throws Exception {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(List.of(command));
    return new ProcessBuilder(all).start().waitFor();
  }

  private Path temporary() {
    return directory.resolve("temporary");
  }

  private static String classPath() {
    return Path.of("target", "classes").toAbsolutePath()
        + File.pathSeparator
        + Path.of("target", "test-classes").toAbsolutePath();
  }

  private static boolean isEmpty(Path path) throws Exception {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("trainyard"))
          .findAny()
          .isEmpty();
    }
  }
}
