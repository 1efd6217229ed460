package dev.trainyard.backends.child;

import dev.trainyard.backends.SettingsText;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The frame around a server in its own JVM: reads the settings from standard input, holds the lock
 * of the data directory, answers on standard output, and ends with its input.
 */
final class BackendChild {

  private static final long STOP_LIMIT_MILLIS = 30_000;
  private static final String LOCK_FILE = "trainyard.lock";

  private final BackendServer server;
  private final BufferedReader input =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  private final PrintStream replies =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
  private Settings settings;
  private FileChannel lockChannel;
  private volatile boolean ready;

  private BackendChild(BackendServer server) {
    this.server = server;
  }

  /** Runs the server until the standard input ends; never returns normally. */
  static void run(BackendServer server) {
    // The replies have standard output to themselves; what libraries print goes to the log.
    System.setOut(System.err);
    System.exit(new BackendChild(server).serve());
  }

  private int serve() {
    try {
      settings = Settings.of(SettingsText.read(input));
      lock();
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
      Thread commands = new Thread(this::readCommands, "commands");
      commands.setDaemon(true);
      int port = startBeforeInputEnds(commands);
      replies.println("READY " + port);
      commands.join();
      return 0;
    } catch (Exception | LinkageError e) {
      e.printStackTrace();
      replies.println("FAILED " + oneLine(e));
      return 1;
    }
  }

  private int startBeforeInputEnds(Thread commands) throws Exception {
    commands.start();
    int port = server.start(settings);
    ready = true;
    return port;
  }

  private void readCommands() {
    try {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        replies.println(answer(line));
      }
    } catch (IOException e) {
      e.printStackTrace();
    }
    if (!ready) {
      // The parent died during the start, which may hang or take long; nobody waits for its end.
      System.exit(1);
    }
  }

  private String answer(String line) {
    try {
      server.command(line);
      return "OK";
    } catch (Exception e) {
      e.printStackTrace();
      return "ERROR " + oneLine(e);
    }
  }

  private void lock() throws IOException {
    Path file = settings.directory().resolve(LOCK_FILE);
    lockChannel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = lockChannel.tryLock();
    if (lock == null) {
      throw new IllegalStateException(
          "the data directory " + settings.directory() + " is used by another running server");
    }
  }

  private void stop() {
    Thread limit = new Thread(BackendChild::haltLater, "stop-limit");
    limit.setDaemon(true);
    limit.start();
    try {
      server.stop();
    } catch (Exception e) {
      e.printStackTrace();
    }
    if (settings.temporary()) {
      deleteDirectory();
    }
  }

  private static void haltLater() {
    try {
      Thread.sleep(STOP_LIMIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(2);
  }

  private void deleteDirectory() {
    try {
      Directories.delete(settings.directory());
    } catch (IOException e) {
      e.printStackTrace();
    }
  }

  private static String oneLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message.replace('\n', ' ');
  }
}
