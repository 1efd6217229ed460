package dev.trainyard.local;

import java.nio.file.Path;

/** The platform as the launcher starts it, for one test class. */
public final class TestPlatform {
  private TestPlatform() {}

  /**
   * Starts one on free ports, with a machine that does not register itself.
   *
   * @param directory keeps its data, in {@code data}
   */
  public static Platform start(Path directory) throws InterruptedException {
    return Platform.start(
        new Platform.Settings(
            Installation.fromSystemProperty(),
            directory.resolve("data"),
            "127.0.0.1",
            Ports.free(),
            false),
        System.out::println);
  }
}
