package dev.trainyard.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The migrations of a module, and those that were released, which never change: {@code
 * src/test/resources/released-migrations} names them with their digests. {@code
 * -Dtrainyard.release.freeze=VERSION} adds those of today. The rule is in docs/upgrades.md.
 */
public final class ReleasedMigrations {
  private static final Path LIST = Path.of("src/test/resources/released-migrations");
  private static final Path LAST_RELEASE =
      Path.of("libs/contracts/src/test/resources/released/version");

  private ReleasedMigrations() {}

  /**
   * Fails if a released migration has changed, or a new one breaks the last release.
   *
   * @param root the project's folder, from the module's
   * @param folder where the migrations are
   */
  public static void require(Path root, Path folder) throws IOException {
    var present = new TreeMap<String, String>();
    try (var files = Files.list(folder)) {
      // Repeatable ones are made to be run on what there is, and to change.
      for (var file :
          files.filter(file -> file.getFileName().toString().startsWith("V")).toList()) {
        present.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertThat(present).isNotEmpty();
    if (System.getProperty("trainyard.release.freeze") != null) {
      freeze(present);
    }
    var released = released();
    assertThat(present.keySet()).as("a released migration is gone").containsAll(released.keySet());
    released.forEach(
        (name, digest) ->
            assertThat(sha256(present.get(name)))
                .as("%s was released and has changed: databases that have run it refuse that", name)
                .isEqualTo(digest));

    var lastRelease = Files.readString(root.resolve(LAST_RELEASE)).strip();
    var newest = released.keySet().stream().reduce("", (one, other) -> other);
    for (var migration : present.entrySet()) {
      if (!released.containsKey(migration.getKey())) {
        assertThat(migration.getKey()).as("comes after what was released").isGreaterThan(newest);
        assertThat(MigrationRules.breaks(migration.getValue(), lastRelease))
            .as("%s; docs/upgrades.md says what a migration may do", migration.getKey())
            .isEmpty();
      }
    }
  }

  private static void freeze(Map<String, String> present) throws IOException {
    Files.createDirectories(LIST.getParent());
    Files.write(
        LIST,
        present.entrySet().stream()
            .map(entry -> sha256(entry.getValue()) + "  " + entry.getKey())
            .toList());
  }

  private static Map<String, String> released() throws IOException {
    List<String> lines = Files.readAllLines(LIST);
    return lines.stream()
        .map(line -> line.split(" +"))
        .collect(Collectors.toMap(words -> words[1], words -> words[0], (a, b) -> b, TreeMap::new));
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
