package dev.trainyard.agent.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that is to end by itself. */
public final class ChildJvm {
  private static final long LIMIT_SECONDS = 60;

  private ChildJvm() {}

  /**
   * Runs a class.
   *
   * @return its exit code
   * @throws IllegalStateException if it does not end
   */
  public static int exitCodeOf(Class<?> main) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                List.of(
                    java, "-Xmx64m", "-cp", System.getProperty("java.class.path"), main.getName()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(main.getSimpleName() + " lives on");
      }
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
