package dev.trainyard.registry.prediction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.kit.privilege.OwnerOnly;
import dev.trainyard.kit.privilege.ProcessUser;
import dev.trainyard.kit.problem.UnprocessableException;
import dev.trainyard.registry.RegistryConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Runs the trainer's {@code predict} in a process of its own: what a model or an image does to it,
 * it does not do to this service. The process sees nothing of this service's environment, which
 * holds secrets; it has a limit of memory where the system has one, a user of its own where one is
 * set, and is killed with its children when it takes too long. Thread-safe.
 */
@Singleton
class TrainerWorker {
  private static final Logger LOG = Logger.getLogger(TrainerWorker.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_OUTPUT_BYTES = 8 << 20;
  private static final int MAX_REASON_LENGTH = 500;

  private final RegistryConfig.Prediction config;
  private final Path libraries;
  private final MemoryLimit memoryLimit;
  private final ProcessUser user;

  TrainerWorker(RegistryConfig config) {
    this.config = config.prediction();
    this.libraries = config.workDirectory().toAbsolutePath().resolve("trainer-libraries");
    this.memoryLimit = new MemoryLimit("sh", this.config.memoryLimit().asLongValue());
    this.user = ProcessUser.of(this.config.user());
  }

  void register(@Observes StartupEvent start) {
    if (isConfigured()) {
      memoryLimit.tryOnce();
      requireAccess();
    }
  }

  private void requireAccess() {
    if (user.isOther()) {
      try {
        OwnerOnly.createDirectories(libraries);
        user.letPass(libraries.getParent());
        user.give(libraries);
      } catch (IOException e) {
        throw new UncheckedIOException("the trainer has no place for its libraries", e);
      }
      user.requireDirectory(libraries);
      config.trainerJar().map(Path::toAbsolutePath).ifPresent(user::requireFile);
    }
  }

  boolean isConfigured() {
    return config.trainerJar().isPresent() || config.trainerCommand().isPresent();
  }

  /**
   * Tells the classes of an image.
   *
   * @param model an archive
   * @param folder of this request's own, for what the worker writes
   * @param top how many classes are wanted
   * @throws UnprocessableException if the image cannot be read
   * @throws PredictionException if the trainer fails or takes too long
   */
  List<PredictionView.Score> predict(Path model, Path image, Path folder, int top) {
    var output = folder.resolve("output");
    var errors = folder.resolve("errors");
    try {
      var temporary = folder.resolve("temporary");
      OwnerOnly.createDirectories(temporary);
      OwnerOnly.createFile(output);
      OwnerOnly.createFile(errors);
      user.give(temporary);
      user.letPass(folder);
      user.letRead(model);
      user.letRead(image);
      var process = start(command(model, image, temporary, top), temporary, output, errors);
      int exitCode = await(process);
      return read(text(output), text(errors), exitCode);
    } catch (IOException e) {
      throw new UncheckedIOException("the trainer cannot be started", e);
    }
  }

  private List<String> command(Path model, Path image, Path temporary, int top) {
    var command = new ArrayList<String>();
    if (config.trainerCommand().isPresent()) {
      command.addAll(config.trainerCommand().get());
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(config.trainerJavaOptions());
      command.add("-Djava.io.tmpdir=" + temporary.toAbsolutePath());
      command.add("-jar");
      command.add(config.trainerJar().orElseThrow().toAbsolutePath().toString());
    }
    command.addAll(List.of("predict", "--json", "--top", "" + top));
    command.addAll(List.of("--model", model.toAbsolutePath().toString()));
    command.add(image.toAbsolutePath().toString());
    return memoryLimit.around(user.around(command));
  }

  private Process start(List<String> command, Path temporary, Path output, Path errors)
      throws IOException {
    var builder = new ProcessBuilder(command).directory(temporary.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH", "/usr/local/bin:/usr/bin:/bin",
                "LANG", "C.UTF-8",
                "HOME", temporary.toAbsolutePath().toString(),
                "TMPDIR", temporary.toAbsolutePath().toString(),
                // Unpacked once, not for each image.
                "ENGINE_CACHE_DIR", libraries.toString()));
    builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
    var process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private int await(Process process) {
    try {
      if (process.waitFor(config.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      LOG.warnf("Prediction timed out pid=%d timeout=%s", process.pid(), config.timeout());
      throw PredictionException.timedOut(config.timeout());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw PredictionException.failed("the registry stops");
    } finally {
      kill(process);
    }
  }

  /** With its children, and waits until they are gone: the folder goes next. */
  private static void kill(Process process) {
    var all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    for (var handle : all) {
      handle
          .onExit()
          .completeOnTimeout(handle, Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS)
          .join();
    }
  }

  private List<PredictionView.Score> read(String output, String errors, int exitCode) {
    for (var line : output.lines().filter(text -> text.startsWith("{")).toList()) {
      var answer = parse(line);
      if (answer.path("error").isTextual()) {
        throw new UnprocessableException("image", answer.path("error").textValue());
      }
      if (exitCode == 0 && answer.path("predictions").isArray()) {
        var scores = new ArrayList<PredictionView.Score>();
        for (var guess : answer.path("predictions")) {
          scores.add(
              new PredictionView.Score(
                  guess.path("name").asText(), guess.path("probability").asDouble()));
        }
        return scores;
      }
    }
    var reason =
        errors.lines().filter(line -> !line.isBlank()).reduce((earlier, later) -> later).orElse("");
    LOG.warnf("Prediction failed exitCode=%d reason=%s", exitCode, reason);
    throw reason.isEmpty() || exitCode > 128
        ? PredictionException.killed(exitCode, config.memoryLimit().asLongValue())
        : PredictionException.failed(
            reason.substring(0, Math.min(reason.length(), MAX_REASON_LENGTH)));
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static String text(Path file) throws IOException {
    try (var content = Files.newInputStream(file)) {
      return new String(content.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
    }
  }
}
