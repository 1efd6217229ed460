package dev.trainyard.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code docs/examples/ProcessEventsConsumer.java} in a process of its own, as a reader runs it.
 */
final class ExampleConsumer implements AutoCloseable {
  private static final int LIMIT_SECONDS = 60;

  private final Process process;
  private final Path output;
  private final Path errors;

  private ExampleConsumer(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /**
   * Starts it.
   *
   * @param libraries as {@code java -cp} takes them
   * @param directory for what it prints
   */
  static ExampleConsumer start(String libraries, Path directory, String... arguments)
      throws IOException {
    var home = Installation.fromSystemProperty().home();
    var output = Files.createTempFile(directory, "consumer", ".out");
    var errors = Files.createTempFile(directory, "consumer", ".err");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var source = home.resolve("docs/examples/ProcessEventsConsumer.java").toString();
    var command =
        Stream.concat(
                Stream.of(java, "-XX:TieredStopAtLevel=1", "-cp", libraries, source),
                Stream.of(arguments))
            .toList();
    var process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    return new ExampleConsumer(process, output, errors);
  }

  /** What it has printed so far. */
  List<String> lines() {
    return read(output);
  }

  String errors() {
    return String.join("\n", read(errors));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Tells it to end, as Ctrl-C and {@code kill} do, and returns its exit code. */
  int end() throws InterruptedException {
    process.destroy();
    return exitCode();
  }

  /** Waits for its end. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as(this::errors).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
