package dev.trainyard.backends;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * The servers' own libraries. They travel as resources of this module, so that no consumer has them
 * on its class path, and are unpacked once into a cache directory that all JVMs of a user share.
 */
final class BackendLibraries {

  /** System property that moves the cache; it may also be an empty temporary directory. */
  static final String CACHE_PROPERTY = "trainyard.backends.cache";

  private static final String RESOURCES = "/backends/";
  private static final String INDEX = RESOURCES + "index";

  private final Path home;
  private final List<String> names;

  private BackendLibraries(Path home, List<String> names) {
    this.home = home;
    this.names = names;
  }

  /** Unpacks what is not yet in the cache. Safe for any number of JVMs at once. */
  static synchronized BackendLibraries unpacked() {
    try {
      String index = readIndex();
      List<String> names = List.of(index.strip().split("\\|"));
      Path cache = BackendCache.directory();
      Path home = cache.resolve(shortHash(index));
      if (!Files.isDirectory(home)) {
        unpack(names, cache, home);
      }
      return new BackendLibraries(home, names);
    } catch (IOException e) {
      throw new UncheckedIOException("Unpacking the servers' libraries: " + e.getMessage(), e);
    }
  }

  /** The directory of this version's libraries, with room for what the servers derive from them. */
  Path home() {
    return home;
  }

  /** The class path of a server: this module and its libraries. */
  String classPath() {
    StringBuilder path = new StringBuilder(ownCode().toString());
    for (String name : names) {
      path.append(File.pathSeparatorChar).append(home.resolve(name));
    }
    return path.toString();
  }

  private static String readIndex() throws IOException {
    try (InputStream in = BackendLibraries.class.getResourceAsStream(INDEX)) {
      if (in == null) {
        throw new BackendException(
            "The servers' libraries are missing from the embedded-backends module; build it with"
                + " Maven (phase process-classes or later).");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void unpack(List<String> names, Path cache, Path home) throws IOException {
    Path draft = Files.createDirectory(cache.resolve("draft-" + UUID.randomUUID()));
    try {
      for (String name : names) {
        Path target = draft.resolve(name);
        Files.createDirectories(target.getParent());
        try (InputStream in = BackendLibraries.class.getResourceAsStream(RESOURCES + name)) {
          if (in == null) {
            throw new BackendException("The embedded-backends module lacks " + name);
          }
          Files.copy(in, target);
        }
      }
      Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
      BackendCache.delete(draft);
    } catch (IOException | RuntimeException e) {
      BackendCache.delete(draft);
      if (!Files.isDirectory(home)) {
        throw e;
      }
    }
  }

  private static Path ownCode() {
    URL url = BackendLibraries.class.getResource(INDEX);
    try {
      if ("jar".equals(url.getProtocol())) {
        return Path.of(((JarURLConnection) url.openConnection()).getJarFileURL().toURI());
      }
      return Path.of(new URI(url.toString())).getParent().getParent();
    } catch (IOException | URISyntaxException e) {
      throw new BackendException("Cannot tell where the embedded-backends module is: " + url, e);
    }
  }

  private static String shortHash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
