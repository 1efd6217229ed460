package dev.trainyard.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trainyard.backends.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The programs of {@code deploy/backup} and what they need. pg_dump knows no server newer than
 * itself: where this machine's is older than the PostgreSQL of the tests, the tests take the
 * PostgreSQL that came with it.
 */
final class BackupTools implements AutoCloseable {
  private static final int EMBEDDED_VERSION = 17;
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final Pattern VERSION = Pattern.compile(" (\\d+)[. ]");

  private final Path programs;
  private final String path;

  private BackupTools(Path programs, String path) {
    this.programs = programs;
    this.path = path;
  }

  /**
   * What an invocation said.
   *
   * @param output standard output and error
   */
  record Answer(int exitCode, String output) {
    /** The last line, without its end. */
    String lastLine() {
      return output.lines().reduce("", (before, line) -> line);
    }
  }

  /** Those of this machine, for all that is started from now on; aborts the test without them. */
  static BackupTools choose() throws IOException, InterruptedException {
    var programs = Installation.fromSystemProperty().home().resolve("deploy/backup");
    assumeTrue(version(List.of("rclone", "version")).isPresent(), "there is no rclone");
    var ofDebian = newestOfDebian();
    var path = ofDebian.map(bin -> bin + ":").orElse("") + System.getenv("PATH");
    var tools = new BackupTools(programs, path);
    var dump = ofDebian.map(bin -> bin.resolve("pg_dump").toString()).orElse("pg_dump");
    var version = version(List.of(dump, "--version"));
    assumeTrue(version.isPresent(), "there is no pg_dump");
    if (version.get() < EMBEDDED_VERSION) {
      var home = ofDebian.map(Path::getParent).filter(BackupTools::hasServer);
      assumeTrue(
          home.isPresent(),
          "pg_dump is older than the tests' PostgreSQL, and the PostgreSQL of its own version is"
              + " not here");
      System.setProperty(PostgresServer.HOME_PROPERTY, home.get().toString());
    }
    return tools;
  }

  /** Runs a command of SQL as the super user of a test's PostgreSQL. */
  void sql(int port, String command) throws IOException, InterruptedException {
    var address = "postgresql://trainyard@127.0.0.1:" + port + "/postgres";
    var answer =
        run(
            List.of(
                "env",
                "psql",
                "--set",
                "ON_ERROR_STOP=1",
                "--dbname",
                address,
                "--command",
                command),
            Map.of("PGPASSWORD", "trainyard"));
    if (answer.exitCode() != 0) {
      throw new IOException(answer.output());
    }
  }

  Answer backup(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return run("backup", environment, arguments);
  }

  Answer restore(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return run("restore", environment, arguments);
  }

  @Override
  public void close() {
    System.clearProperty(PostgresServer.HOME_PROPERTY);
  }

  private Answer run(String program, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(programs.resolve(program).toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    return run(command, environment);
  }

  private Answer run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PATH", path);
    builder.environment().putAll(environment);
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    System.out.print(output);
    return new Answer(process.waitFor(), output);
  }

  private static Optional<Path> newestOfDebian() throws IOException {
    if (!Files.isDirectory(DEBIAN)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("pg_dump")))
          .max(Comparator.comparingInt(bin -> Integer.parseInt(bin.getName(3).toString())));
    }
  }

  private static boolean hasServer(Path home) {
    return Files.isExecutable(home.resolve("bin/postgres"))
        && Files.isExecutable(home.resolve("bin/initdb"));
  }

  private static Optional<Integer> version(List<String> command) throws InterruptedException {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var found = VERSION.matcher(output.replace(" v", " "));
      return process.waitFor() == 0 && found.find()
          ? Optional.of(Integer.valueOf(found.group(1)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
