package dev.trainyard.local.bench;

import dev.trainyard.local.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Runs a benchmark that is a program of its own, and ends it with the launcher. */
final class BenchProgram {
  private BenchProgram() {}

  /**
   * Runs a main class of a benchmark, which needs libraries that the launcher does without.
   *
   * @param jar the benchmark, chosen from the installation
   * @return its exit code
   */
  static int run(Function<Installation, Path> jar, String mainClass, List<String> arguments)
      throws InterruptedException, IOException {
    var installation = Installation.fromSystemProperty();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dtrainyard.home=" + installation.home().toAbsolutePath());
    command.addAll(List.of("-cp", jar.apply(installation).toString(), mainClass));
    command.addAll(arguments);
    var process = new ProcessBuilder(command).inheritIO().start();
    var end = new Thread(process::destroy, "end-bench");
    Runtime.getRuntime().addShutdownHook(end);
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    return code;
  }
}
