package dev.trainyard.kit.privilege;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * As whom programs run that others have a hand in: as a user of its own, who reads nothing but what
 * it is given, or as this process's user. Neither gets more rights than it begins with, by a
 * program that has them for example. Thread-safe.
 */
public final class ProcessUser {
  private static final Logger LOG = Logger.getLogger(ProcessUser.class);

  private static final String PROGRAM = "setpriv";

  private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> PASS = PosixFilePermissions.fromString("rwx--x---");
  private static final Set<PosixFilePermission> READ_DIRECTORY =
      PosixFilePermissions.fromString("rwxr-x---");
  private static final Set<PosixFilePermission> READ_FILE =
      PosixFilePermissions.fromString("rw-r-----");

  private final String name;
  private final Optional<UserIds> ids;
  private final List<String> prefix;

  private ProcessUser(String name, Optional<UserIds> ids, List<String> prefix) {
    this.name = name;
    this.ids = ids;
    this.prefix = prefix;
  }

  /**
   * A user of its own, which no other program of the machine uses.
   *
   * @param name its name or number; empty for this process's user
   * @throws IllegalStateException if there is no such user, or this process may not become it; the
   *     message says what to do
   */
  public static ProcessUser of(Optional<String> name) {
    if (name.isEmpty()) {
      var restricted = List.of(PROGRAM, "--no-new-privs");
      return new ProcessUser(
          System.getProperty("user.name"),
          Optional.empty(),
          canBegin(restricted).isEmpty() ? restricted : List.of());
    }
    var ids = UserIds.of(name.get());
    if (ids.user() == 0 || ids.equals(UserIds.ofThisProcess())) {
      throw new IllegalStateException(
          "The user %s has the rights of this service: choose another.".formatted(name.get()));
    }
    if (ids.group() == UserIds.ofThisProcess().group()) {
      throw new IllegalStateException(
          "The user %s needs a group of its own, and not the one of this service."
              .formatted(name.get()));
    }
    var prefix =
        List.of(
            PROGRAM,
            "--reuid=" + ids.user(),
            "--regid=" + ids.group(),
            "--clear-groups",
            "--no-new-privs",
            "--inh-caps=-all");
    canBegin(prefix)
        .ifPresent(
            reason -> {
              throw new IllegalStateException(
                  "Nothing can be started as the user %s: %s. Run this service as root, or with the capabilities CAP_SETUID, CAP_SETGID, CAP_CHOWN, CAP_FOWNER, CAP_DAC_OVERRIDE and CAP_KILL, or leave the user out."
                      .formatted(name.get(), reason));
            });
    return new ProcessUser(name.get(), Optional.of(ids), prefix);
  }

  private static Optional<String> canBegin(List<String> prefix) {
    var command = new ArrayList<>(prefix);
    command.add("true");
    return failureOf(command);
  }

  /** Whether it is another user than this process's. */
  public boolean isOther() {
    return ids.isPresent();
  }

  /** A command that runs another one as this user. */
  public List<String> around(List<String> command) {
    var whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return whole;
  }

  /**
   * Gives it a directory, with all that is in it. Nothing of this user may run meanwhile.
   *
   * @throws IOException if that cannot be done
   */
  public void give(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, OWN);
    if (ids.isPresent()) {
      try (var all = Files.walk(directory)) {
        for (var path : (Iterable<Path>) all::iterator) {
          if (isItself(path)) {
            Files.setAttribute(path, "unix:gid", ids.get().group(), LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:uid", ids.get().user(), LinkOption.NOFOLLOW_LINKS);
          }
        }
      }
    }
  }

  /** Another name of a file that is elsewhere would give away that one. */
  private static boolean isItself(Path path) throws IOException {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        || (int) Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS) == 1;
  }

  /** Lets it read a file, or a directory with all that is in it, where it can pass to that. */
  public void letRead(Path root) throws IOException {
    if (ids.isEmpty()) {
      return;
    }
    // The group of the whole is set last: it says that all that is in it has it, too.
    if ((int) Files.getAttribute(root, "unix:gid") != ids.get().group()) {
      try (var all = Files.walk(root)) {
        for (var path : (Iterable<Path>) all.filter(each -> isWithin(root, each))::iterator) {
          letGroup(path, READ_FILE, READ_DIRECTORY);
        }
      }
    }
    letGroup(root, READ_FILE, READ_DIRECTORY);
  }

  private static boolean isWithin(Path root, Path path) {
    return !path.equals(root) && !Files.isSymbolicLink(path);
  }

  /** Lets it pass through a directory to what it may read there, without a list of that. */
  public void letPass(Path directory) throws IOException {
    if (ids.isPresent()) {
      letGroup(directory, PASS, PASS);
    }
  }

  private void letGroup(
      Path path, Set<PosixFilePermission> file, Set<PosixFilePermission> directory)
      throws IOException {
    Files.setAttribute(path, "unix:gid", ids.orElseThrow().group());
    Files.setPosixFilePermissions(path, Files.isDirectory(path) ? directory : file);
  }

  /**
   * Makes sure that it gets to a directory.
   *
   * @throws IllegalStateException if it does not; the message says what to do
   */
  public void requireDirectory(Path directory) {
    require("cd \"$1\"", directory);
  }

  /**
   * Makes sure that it can read a file.
   *
   * @throws IllegalStateException if it cannot; the message says what to do
   */
  public void requireFile(Path file) {
    require(": <\"$1\"", file);
  }

  private void require(String script, Path path) {
    failureOf(around(List.of("sh", "-c", script, "sh", path.toString())))
        .ifPresent(
            reason -> {
              throw new IllegalStateException(
                  "The user %s does not get to %s: %s. Let others pass through the directories above it (chmod o+x), or choose another place."
                      .formatted(name, path, reason));
            });
  }

  /** Kills whatever runs as this user, if it is another one: all of that is to be over. */
  public void killAll() {
    if (isOther()) {
      failureOf(around(List.of("sh", "-c", "kill -s KILL -- -1 2>/dev/null; exit 0")))
          .ifPresent(
              reason ->
                  LOG.warnf("What runs as a user is not ended user=%s reason=%s", name, reason));
    }
  }

  /** Why a command does not succeed; empty when it does. */
  private static Optional<String> failureOf(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var words =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      // Not waitFor, which an interrupted thread does not wait for.
      int exitCode = process.onExit().join().exitValue();
      return exitCode == 0
          ? Optional.empty()
          : Optional.of(words.isEmpty() ? "exit code " + exitCode : words);
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }
}
