package dev.trainyard.agent.harness;

import static org.awaitility.Awaitility.await;

import dev.trainyard.backends.KafkaServer;
import dev.trainyard.backends.Placement;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.process.StopTraining;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The packaged agent with all that it needs: a real broker, a platform of fakes and a trainer that
 * trains nothing. Everything may be started, ended and started again; the broker keeps its data.
 * For one thread.
 */
public final class AgentUnderTest implements AutoCloseable {
  /** How long a test waits for what it expects. */
  public static final Duration LIMIT = Duration.ofSeconds(30);

  private static final int GRACE_SECONDS = 30;

  private final UUID machineId = UUID.randomUUID();
  private final FakePlatform platform = new FakePlatform();
  private final StartCommands commands = new StartCommands(machineId, platform.datasetDigest());
  private final Path dataDirectory;
  private final Placement kafkaPlacement;
  private final AgentProcess process;
  private KafkaServer kafka;
  private Broker broker;

  /**
   * Only the platform runs so far.
   *
   * @param directory where the agent and the broker keep their data
   */
  public AgentUnderTest(Path directory) {
    dataDirectory = directory.resolve("agent");
    kafkaPlacement = Placement.kept(directory.resolve("kafka")).onPort(freePort(), "port");
    process =
        new AgentProcess(
            machineId,
            dataDirectory,
            platform.address(),
            kafkaPlacement.host() + ":" + kafkaPlacement.port());
  }

  /** An agent that somebody starts beside this one. */
  public AgentProcess another(Path directory) {
    return new AgentProcess(
        machineId,
        directory,
        platform.address(),
        kafkaPlacement.host() + ":" + kafkaPlacement.port());
  }

  /** Starts the broker and the agent and returns when the agent reads its commands. */
  public void start() {
    startKafka();
    process.start();
    await().atMost(LIMIT).until(() -> !broker.heartbeats().isEmpty());
    awaitCommandsAreRead();
  }

  public void startKafka() {
    kafka = KafkaServer.start(KafkaServer.Options.of(kafkaPlacement));
    Broker.makeTopics(kafka.bootstrapServers());
    broker = new Broker(kafka.bootstrapServers(), platform::key);
  }

  public void stopKafka() {
    if (broker != null) {
      broker.close();
      broker = null;
    }
    if (kafka != null) {
      kafka.close();
      kafka = null;
    }
  }

  public UUID machineId() {
    return machineId;
  }

  /** What an administrator gives the agent of a machine. */
  public static String codeOf(UUID machineId) {
    return FakePlatform.codeOf(machineId);
  }

  /** The agent's own. */
  public Path dataDirectory() {
    return dataDirectory;
  }

  public AgentProcess process() {
    return process;
  }

  public FakePlatform platform() {
    return platform;
  }

  /** What the broker has, from before its last start too. Only while it runs. */
  public Broker broker() {
    return broker;
  }

  /** Commands for this machine that are not sent yet. */
  public StartCommands commands() {
    return commands;
  }

  /** Sends the first attempt of a new process. */
  public StartTraining sendStart(String behaviour) {
    return sendStart(commands.first(behaviour));
  }

  public StartTraining sendStart(StartTraining command) {
    broker.command(machineId, EventType.COMMAND_START, command);
    return command;
  }

  public void sendStop(UUID processId, int attempt) {
    sendStop(processId, attempt, GRACE_SECONDS);
  }

  public void sendStop(UUID processId, int attempt, int graceSeconds) {
    broker.command(
        machineId,
        EventType.COMMAND_STOP,
        new StopTraining(processId, attempt, machineId, graceSeconds, null));
  }

  /** A restarted agent reads from the end: what is sent before it is there is lost on purpose. */
  public void awaitCommandsAreRead() {
    var probe = UUID.randomUUID();
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              sendStop(probe, 1);
              return broker.ending(probe, 1).isPresent();
            });
  }

  /** The final report of this attempt, which is waited for. */
  public RunReport ending(StartTraining command) {
    await()
        .alias("end of " + command.name())
        .atMost(LIMIT)
        .until(() -> broker.ending(command.processId(), command.attempt()).isPresent());
    return broker.ending(command.processId(), command.attempt()).orElseThrow();
  }

  public void awaitPhase(StartTraining command, RunPhase phase) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                broker.reports(command.processId(), command.attempt()).stream()
                    .anyMatch(report -> report.phase() == phase));
  }

  public Heartbeat lastHeartbeat() {
    var all = broker.heartbeats();
    return all.get(all.size() - 1);
  }

  /** The id of the process that trains, as it tells itself. */
  public long trainerPid(StartTraining command) {
    return trainerPids(command, 1).get(0);
  }

  /** The ids of all processes that trained for it; waits until there were so many. */
  public List<Long> trainerPids(StartTraining command, int launches) {
    return logged(command, "pid ", launches);
  }

  /** The numbers that follow this word at the start of a log line; waits for so many. */
  public List<Long> logged(StartTraining command, String word, int count) {
    await().atMost(LIMIT).until(() -> numbers(command, word).size() >= count);
    return numbers(command, word);
  }

  private List<Long> numbers(StartTraining command, String word) {
    return broker.log(command.processId()).stream()
        .filter(line -> line.startsWith(word))
        .map(line -> Long.parseLong(line.substring(word.length())))
        .distinct()
        .toList();
  }

  /** The directory of a process. */
  public Path run(StartTraining command) {
    return dataDirectory.resolve("runs").resolve(command.processId().toString());
  }

  /** Waits until so many measurements have arrived. */
  public void awaitMetrics(StartTraining command, int count) {
    await().atMost(LIMIT).until(() -> broker.metrics(command.processId()).size() >= count);
  }

  /** Kills a process, as the system does when memory is short. */
  public static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    await().atMost(LIMIT).until(() -> !isAlive(pid));
  }

  public static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  @Override
  public void close() {
    process.close();
    stopKafka();
    platform.close();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
