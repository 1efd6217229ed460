package dev.trainyard.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The platform as the launcher starts it, for one test class. */
public final class TestPlatform {
  private TestPlatform() {}

  /**
   * Starts one on free ports, with a machine that does not register itself.
   *
   * @param directory keeps its data, in {@code data}
   */
  public static Platform start(Path directory) throws InterruptedException {
    return start(directory, Map.of());
  }

  /**
   * The same with more configuration.
   *
   * @param environment by the service's name
   */
  public static Platform start(Path directory, Map<String, Map<String, String>> environment)
      throws InterruptedException {
    return Platform.start(
        new Platform.Settings(
            Installation.fromSystemProperty(),
            directory.resolve("data"),
            "127.0.0.1",
            Ports.free(),
            false,
            environment),
        System.out::println);
  }

  /** What a client needs to connect to the broker as one of its users. */
  public static Map<String, Object> kafkaUser(Platform platform, String name) throws IOException {
    return properties(platform.kafkaUserFiles().resolve(name + ".properties"));
  }

  /** The passwords of all users of the broker. */
  public static List<String> kafkaPasswords(Platform platform) throws IOException {
    var passwords = new ArrayList<String>();
    try (var files = Files.list(platform.kafkaUserFiles())) {
      for (var file : files.toList()) {
        var login = properties(file).get("sasl.jaas.config").toString();
        passwords.add(login.replaceAll(".*password=\"|\".*", ""));
      }
    }
    return passwords;
  }

  private static Map<String, Object> properties(Path file) throws IOException {
    var properties = new Properties();
    try (var in = Files.newInputStream(file)) {
      properties.load(in);
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(Function.identity(), properties::getProperty));
  }
}
