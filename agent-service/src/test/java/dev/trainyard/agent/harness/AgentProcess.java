package dev.trainyard.agent.harness;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.kit.testing.Tokens;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The packaged agent in a JVM of its own, as it runs on a target machine. */
public final class AgentProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final File LOG = new File("target/agent-under-test.log");
  private static final String PUBLIC_KEY = Tokens.begin();
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private final UUID machineId;
  private final Path dataDirectory;
  private final String platform;
  private final String bootstrapServers;
  private final int port = freePort();
  private final Map<String, String> options = new LinkedHashMap<>();
  private final Map<String, String> variables = new LinkedHashMap<>();
  private Process process;

  public AgentProcess(
      UUID machineId, Path dataDirectory, String platform, String bootstrapServers) {
    this.machineId = machineId;
    this.dataDirectory = dataDirectory;
    this.platform = platform;
    this.bootstrapServers = bootstrapServers;
  }

  /** Sets an option for the next start, in place of an earlier value. */
  public AgentProcess with(String name, Object value) {
    options.put(name, value.toString());
    return this;
  }

  /** Sets a variable of the environment for the next start. */
  public AgentProcess withVariable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Starts the agent and returns when it answers. */
  public AgentProcess start() {
    launch(ProcessBuilder.Redirect.appendTo(LOG));
    await().atMost(START_LIMIT).ignoreExceptions().until(() -> view() != null);
    return this;
  }

  /** Starts an agent that is to end by itself; returns what it wrote, and its exit code at last. */
  public String startInVain() throws IOException, InterruptedException {
    var output = File.createTempFile("agent", ".log");
    launch(ProcessBuilder.Redirect.to(output));
    await().atMost(START_LIMIT).until(() -> !process.isAlive());
    try {
      return Files.readString(output.toPath()) + "exit code " + process.waitFor();
    } finally {
      Files.delete(output.toPath());
    }
  }

  private void launch(ProcessBuilder.Redirect output) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-Xmx128m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-XX:+UseSerialGC", "-Xshare:auto"));
    option(command, "trainyard.agent.machine-id", machineId);
    option(command, "trainyard.agent.machine-name", "machine-under-test");
    option(command, "trainyard.agent.enrolment-code", FakePlatform.codeOf(machineId));
    option(command, "trainyard.agent.data-directory", dataDirectory);
    option(command, "trainyard.agent.heartbeat-interval", "1s");
    option(command, "trainyard.agent.minimum-free-disk", "1M");
    option(command, "trainyard.agent.trainer-command[0]", java);
    option(command, "trainyard.agent.trainer-command[1]", "-XX:TieredStopAtLevel=1");
    option(command, "trainyard.agent.trainer-command[2]", "-XX:+UseSerialGC");
    option(command, "trainyard.agent.trainer-command[3]", "-cp");
    option(
        command,
        "trainyard.agent.trainer-command[4]",
        Path.of("target/test-classes").toAbsolutePath());
    option(command, "trainyard.agent.trainer-command[5]", FakeTrainer.class.getName());
    option(command, "trainyard.services.template-url", platform);
    option(command, "trainyard.services.process-url", platform);
    option(command, "trainyard.services.registry-url", platform);
    option(command, "kafka.bootstrap.servers", bootstrapServers);
    option(command, "quarkus.http.port", port);
    option(command, "quarkus.oidc.public-key", PUBLIC_KEY);
    option(command, "trainyard.security.local-mode", true);
    options.forEach((name, value) -> option(command, name, value));
    command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
    builder.environment().put("SOME_SECRET", "not for the trainer");
    builder.environment().putAll(variables);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code GET /api/v1/agent} answers. */
  public JsonNode view() throws IOException, InterruptedException {
    var response =
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/agent"))
                .header("Authorization", Tokens.bearer("viewer"))
                .timeout(Duration.ofSeconds(5))
                .build(),
            BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode());
    }
    return JSON.readTree(response.body());
  }

  /** Ends the agent at once, as a power cut would; its trainer lives on. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** Ends the agent as an operator would, if it was started. */
  @Override
  public void close() {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void option(List<String> command, String name, Object value) {
    command.add("-D" + name + "=" + value);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
