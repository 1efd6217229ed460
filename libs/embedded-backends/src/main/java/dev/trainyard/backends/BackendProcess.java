package dev.trainyard.backends;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server in a child JVM. The two talk over the child's standard input and output: settings, then
 * {@code READY} or {@code FAILED}, then commands. The child ends when its input ends, which the
 * operating system sees to when this JVM dies. Thread-safe.
 */
final class BackendProcess implements AutoCloseable {

  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(40);
  private static final String ENDED = "ENDED";
  private static final int STARTS_ON_FREE_PORTS = 3;
  private static final int LOG_TAIL_LINES = 30;

  private final BackendKind kind;
  private final Placement placement;
  private final Path directory;
  private final Process process;
  private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
  private int port;

  private BackendProcess(BackendKind kind, Placement placement, Path directory, Process process) {
    this.kind = kind;
    this.placement = placement;
    this.directory = directory;
    this.process = process;
  }

  static BackendProcess start(BackendKind kind, Placement placement, Map<String, String> settings) {
    placement.requireFreePort(kind.title());
    BackendLibraries libraries = BackendLibraries.unpacked();
    for (int attempt = 1; ; attempt++) {
      try {
        BackendProcess backend = launch(kind, placement, libraries);
        backend.awaitReady(settings, libraries);
        return backend;
      } catch (BackendException e) {
        // Another program may take a free port between its choice and its use.
        boolean portLost = placement.port() == 0 && e.getMessage().contains("already in use");
        if (!portLost || attempt == STARTS_ON_FREE_PORTS) {
          throw e;
        }
      }
    }
  }

  private static BackendProcess launch(
      BackendKind kind, Placement placement, BackendLibraries libraries) {
    try {
      Path directory =
          placement.directory().isPresent()
              ? Files.createDirectories(placement.directory().get())
              : Files.createTempDirectory("trainyard-" + kind.id() + "-");
      List<String> command = new ArrayList<>(ownSession());
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(kind.jvmOptions());
      command.addAll(List.of("-cp", libraries.classPath(), kind.mainClass()));
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectError(ProcessBuilder.Redirect.appendTo(log(directory, kind).toFile()))
              .start();
      BackendProcess backend = new BackendProcess(kind, placement, directory, process);
      Thread reader = new Thread(backend::readReplies, "trainyard-" + kind.id());
      reader.setDaemon(true);
      reader.start();
      return backend;
    } catch (IOException e) {
      throw new UncheckedIOException("Starting " + kind.title() + ": " + e.getMessage(), e);
    }
  }

  /** In a session of its own the server does not get the Ctrl-C that is meant for this JVM. */
  private static List<String> ownSession() {
    for (String path : List.of("/usr/bin/setsid", "/bin/setsid")) {
      if (Files.isExecutable(Path.of(path))) {
        return List.of(path);
      }
    }
    return List.of();
  }

  private void awaitReady(Map<String, String> settings, BackendLibraries libraries) {
    Properties all = new Properties();
    settings.forEach(all::setProperty);
    all.setProperty("directory", directory.toString());
    all.setProperty("temporary", String.valueOf(placement.directory().isEmpty()));
    all.setProperty("libraries", libraries.home().toString());
    all.setProperty("host", placement.host());
    all.setProperty("port", String.valueOf(placement.port()));
    send(SettingsText.write(all));
    Optional<String> reply = reply(placement.startTimeout());
    if (reply.isPresent() && reply.get().startsWith("READY ")) {
      port = Integer.parseInt(reply.get().substring("READY ".length()));
      return;
    }
    String reason =
        reply
            .map(line -> line.equals(ENDED) ? "its process ended" : line.replace("FAILED ", ""))
            .orElse("no answer within " + placement.startTimeout().toSeconds() + " s");
    String tail = logTail();
    kill();
    throw new BackendException(kind.title() + " did not start: " + reason + tail);
  }

  /** Sends one line and waits for the reply. */
  synchronized void command(String line) {
    send(line + "\n");
    String reply = reply(COMMAND_TIMEOUT).orElse("no answer");
    if (!reply.equals("OK")) {
      throw new BackendException(kind.title() + " refused '" + line + "': " + reply);
    }
  }

  Path directory() {
    return directory;
  }

  String host() {
    return placement.host();
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The process is gone already, which is what closing is for.
    }
    try {
      if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
    deleteTemporary();
  }

  /** Ends the server and all its processes at once, as a power cut would; kept data stays. */
  void kill() {
    List<ProcessHandle> handles = new ArrayList<>(process.descendants().toList());
    handles.add(process.toHandle());
    handles.forEach(ProcessHandle::destroyForcibly);
    handles.forEach(
        handle -> handle.onExit().orTimeout(5, TimeUnit.SECONDS).exceptionally(e -> null).join());
    deleteTemporary();
  }

  /** The server does this itself unless it was killed. */
  private void deleteTemporary() {
    if (placement.directory().isEmpty() && Files.exists(directory)) {
      BackendCache.delete(directory);
    }
  }

  private void send(String text) {
    try {
      OutputStream out = process.getOutputStream();
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      replies.add(ENDED);
    }
  }

  private Optional<String> reply(Duration timeout) {
    try {
      return Optional.ofNullable(replies.poll(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new BackendException("Interrupted while waiting for " + kind.title(), e);
    }
  }

  private void readReplies() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        replies.add(line);
      }
    } catch (IOException e) {
      // Reported as the end below.
    }
    replies.add(ENDED);
  }

  private String logTail() {
    try {
      Path log = log(directory, kind);
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      int from = Math.max(0, lines.size() - LOG_TAIL_LINES);
      return lines.isEmpty() ? "" : "\n" + String.join("\n", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "";
    }
  }

  private static Path log(Path directory, BackendKind kind) {
    return directory.resolve(kind.id() + ".log");
  }
}
