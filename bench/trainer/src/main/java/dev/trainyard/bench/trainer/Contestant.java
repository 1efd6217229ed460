package dev.trainyard.bench.trainer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One side of a comparison, in a process of its own. It works only while it owes an answer, so that
 * two of them can take turns. It reads a JSON object a line and answers each with one; its first
 * line says that it is ready. Close it: that ends the process.
 */
final class Contestant implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int END_SECONDS = 10;
  private static final int LOG_LINES = 15;

  private final String name;
  private final Path log;
  private final Process process;
  private final Thread endWithBench;
  private final Writer requests;
  private final BufferedReader answers;
  private final JsonNode ready;

  private Contestant(String name, Path log, Process process) throws IOException {
    this.name = name;
    this.log = log;
    this.process = process;
    this.endWithBench = new Thread(process::destroy, "end-" + name);
    Runtime.getRuntime().addShutdownHook(endWithBench);
    this.requests = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    try {
      this.ready = read();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts a contestant and waits until it is ready, its warm-up included.
   *
   * @param log takes its standard error
   * @throws BenchException if it ends instead
   */
  static Contestant start(String name, List<String> command, Path log) throws IOException {
    Files.createDirectories(log.getParent());
    var process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new Contestant(name, log, process);
  }

  /** What it said of itself: versions, threads. */
  JsonNode ready() {
    return ready;
  }

  /**
   * Has it do one piece of work, and waits for the answer.
   *
   * @throws BenchException if it ends instead, with the last lines of its log
   */
  JsonNode ask(Map<String, ?> request) throws IOException {
    try {
      requests.write(JSON.writeValueAsString(request) + "\n");
      requests.flush();
    } catch (IOException e) {
      throw ended(e);
    }
    return read();
  }

  /** Has it work; the answer holds {@code images} and {@code seconds}. */
  double imagesPerSecond(Map<String, ?> request) throws IOException {
    var answer = ask(request);
    return answer.get("images").asDouble() / answer.get("seconds").asDouble();
  }

  private JsonNode read() throws IOException {
    var line = answers.readLine();
    if (line == null) {
      throw ended(null);
    }
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new BenchException("%s answered with something else: %s".formatted(name, line), e);
    }
  }

  private BenchException ended(IOException cause) throws IOException {
    var lines = Files.readAllLines(log);
    var last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
    return new BenchException(
        "%s ended early; the end of %s:%n%s".formatted(name, log, String.join("\n", last)), cause);
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Runtime.getRuntime().removeShutdownHook(endWithBench);
    } catch (IOException | IllegalStateException e) {
      // Its end of the pipe is gone, or this process is ending: either way it ends too.
      process.destroy();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
