package dev.trainyard.trainer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.trainer.report.JsonLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The packaged trainer as a process, seen as an agent sees it. */
final class TrainerProcess implements AutoCloseable {
  private static final ObjectMapper JSON = JsonLines.mapper();

  private final Process process;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private Class<? extends TrainerMessage> killAt;
  private long killMillis;
  private Class<? extends TrainerMessage> stopAt;

  private TrainerProcess(Process process) {
    this.process = process;
  }

  static TrainerProcess start(Path folder, RunSpecification specification, String... javaOptions)
      throws IOException {
    var file = folder.resolve("run.json");
    JSON.writeValue(file.toFile(), specification);
    var jar = Path.of(System.getProperty("trainer.directory"), "trainer.jar");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(javaOptions));
    command.addAll(List.of("-jar", jar.toString(), "--spec", file.toString()));
    return new TrainerProcess(
        new ProcessBuilder(command).redirectError(folder.resolve("log").toFile()).start());
  }

  long pid() {
    return process.pid();
  }

  void closeInput() throws IOException {
    process.getOutputStream().close();
  }

  void killAfter(long millis) {
    timer.schedule(this::kill, millis, TimeUnit.MILLISECONDS);
  }

  void killAfterFirst(Class<? extends TrainerMessage> kind, long millis) {
    killAt = kind;
    killMillis = millis;
  }

  void stopAtFirst(Class<? extends TrainerMessage> kind) {
    stopAt = kind;
  }

  /** Everything it says until it ends; a line that the kill cut off counts as not said. */
  List<TrainerMessage> readAll() throws IOException {
    var messages = new ArrayList<TrainerMessage>();
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        messages.add(JSON.readValue(line, TrainerMessage.class));
        react(messages.get(messages.size() - 1));
      }
    } catch (JsonProcessingException e) {
      if (process.isAlive()) {
        throw e;
      }
    }
    return messages;
  }

  private void react(TrainerMessage message) throws IOException {
    if (killAt != null && killAt.isInstance(message)) {
      killAt = null;
      killAfter(killMillis);
    }
    if (stopAt != null && stopAt.isInstance(message)) {
      stopAt = null;
      process.getOutputStream().write("stop\n".getBytes(StandardCharsets.US_ASCII));
      process.getOutputStream().flush();
    }
  }

  // Not through the process itself, which would throw away what it has said.
  private boolean kill() {
    return process.toHandle().destroyForcibly();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the trainer does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    process.destroyForcibly();
    process.onExit().join();
  }
}
