package dev.trainyard.local;

import java.nio.file.Path;
import java.util.Map;

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
}
