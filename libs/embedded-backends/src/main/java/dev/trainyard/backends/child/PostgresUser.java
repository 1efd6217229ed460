package dev.trainyard.backends.child;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * The user that PostgreSQL runs as, since it refuses to run as root: the user of this JVM; for root
 * a user namespace in which root is nobody; and where the machine forbids those, nobody itself.
 */
enum PostgresUser {
  SELF,
  NAMESPACE,
  NOBODY;

  private static final int ROOT = 0;
  private static final int NOBODY_ID = 65_534;

  static PostgresUser choose(String wanted) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return SELF;
    }
    if (!wanted.isEmpty()) {
      return valueOf(wanted);
    }
    return LinuxUtils.isUnshareAvailable() ? NAMESPACE : NOBODY;
  }

  /** The command line that runs a command as this user. */
  List<String> command(List<String> command) {
    List<String> prefix =
        switch (this) {
          case SELF -> List.of();
          case NAMESPACE -> List.of("unshare", "-U");
          case NOBODY ->
              List.of("setpriv", "--reuid=" + NOBODY_ID, "--regid=" + NOBODY_ID, "--clear-groups");
        };
    List<String> all = new ArrayList<>(prefix);
    all.addAll(command);
    return all;
  }

  /**
   * Where this user can run the programs from; root's cache is closed to others.
   *
   * @throws IOException if somebody else made that directory
   */
  Path binaries(Path libraries) throws IOException {
    return switch (this) {
      case SELF, NAMESPACE -> libraries.resolve("postgresql");
      case NOBODY -> {
        Path home =
            Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("trainyard-postgresql-" + libraries.getFileName());
        if (Files.exists(home) && !Integer.valueOf(ROOT).equals(uid(home))) {
          throw new IOException(home + " does not belong to root; remove it");
        }
        yield home;
      }
    };
  }

  private static Object uid(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  /** Lets this user own the path and enter the directory that holds it. */
  void own(Path path) throws IOException {
    switch (this) {
      case SELF -> {}
      case NAMESPACE -> Directories.giveTo(ROOT, path);
      case NOBODY -> {
        Directories.giveTo(NOBODY_ID, path);
        Files.setPosixFilePermissions(
            path.getParent(), PosixFilePermissions.fromString("rwx--x--x"));
      }
    }
  }
}
