package dev.trainyard.process;

import static io.restassured.RestAssured.given;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.machine.Hardware;
import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.contracts.machine.Load;
import dev.trainyard.contracts.machine.ObservedRun;
import dev.trainyard.contracts.machine.StandDown;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.process.StopTraining;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.OutgoingEvent;
import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.RecordCode;
import dev.trainyard.kit.signing.RecordSignature;
import dev.trainyard.kit.signing.SigningKey;
import dev.trainyard.kit.testing.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** An agent that speaks over Kafka as the real one does, and does what the test tells it. */
public final class FakeAgent implements AutoCloseable {
  private static final long HEARTBEAT_MILLIS = 200;
  private static final Hardware HARDWARE =
      new Hardware(
          "Linux",
          "Ryzen",
          16,
          1L << 36,
          List.of(new Hardware.Gpu(0, "RTX 4090", 24L << 30, "550.54.14")));
  private static final Load LOAD =
      new Load(0.5, 1L << 33, 1L << 40, List.of(new Load.GpuLoad(0, 0.25, 3L << 30)));

  /** By machine: an agent that takes another one's place has that one's key. */
  private static final Map<UUID, SigningKey> KEYS = new ConcurrentHashMap<>();

  private static final Map<UUID, MessageKey> MESSAGE_KEYS = new ConcurrentHashMap<>();

  private final UUID machineId;
  private final UUID agentId = UUID.randomUUID();
  private final long incarnation;
  private final CloudEventCodec codec = new CloudEventCodec("agent-service");
  private final KafkaProducer<String, byte[]> producer;
  private final Inbox commands = new Inbox(Topics.PROCESS_COMMANDS);
  private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong heartbeats = new AtomicLong();
  private long reports;
  private volatile ObservedRun run;

  public FakeAgent(UUID machineId) {
    this(machineId, 1);
    Api.awaitAvailability(machineId, "YES");
  }

  /** Does not wait until it is accepted. */
  public FakeAgent(UUID machineId, long incarnation) {
    this.machineId = machineId;
    this.incarnation = incarnation;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class)),
            new StringSerializer(),
            new ByteArraySerializer());
    enrol();
    heart.scheduleWithFixedDelay(this::beat, 0, HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Waits for the start command of a process; the {@code count}th, if it is sent again. */
  public StartTraining awaitStart(UUID processId, int count) {
    return awaitCommands(EventType.COMMAND_START, StartTraining.class, count, processId)
        .get(count - 1);
  }

  /** Waits for a stop command. */
  public StopTraining awaitStop(UUID processId, int count) {
    return awaitCommands(EventType.COMMAND_STOP, StopTraining.class, count, processId)
        .get(count - 1);
  }

  /** Waits until it is told to stand down for another agent. */
  public StandDown awaitStandDown() {
    return awaitCommands(EventType.COMMAND_STAND_DOWN, StandDown.class, 1, agentId).get(0);
  }

  public UUID agentId() {
    return agentId;
  }

  /** Creates a process on its machine, starts it, and trains it. */
  public UUID train() {
    var process = Api.createProcess(machineId);
    Api.act(process, "start").statusCode(202);
    report(process, 1, RunPhase.TRAINING, LaunchStage.RUN_STARTED);
    Api.awaitStatus(process, "RUNNING");
    return process;
  }

  /** Says in a report and in heartbeats what it does. */
  public void report(UUID processId, int attempt, RunPhase phase, LaunchStage stage) {
    send(EventType.RUN_REPORT, processId, note(processId, attempt, phase, stage, null, null));
  }

  public void reportSuccess(UUID processId, int attempt, UUID modelId) {
    send(
        EventType.RUN_REPORT,
        processId,
        note(processId, attempt, RunPhase.SUCCEEDED, null, modelId, null));
  }

  public void reportFailure(UUID processId, int attempt, LaunchStage stage, Failure failure) {
    send(
        EventType.RUN_REPORT,
        processId,
        note(processId, attempt, RunPhase.FAILED, stage, null, failure));
  }

  /** Does something of which only heartbeats tell: the report is lost. */
  public void loseReport(UUID processId, int attempt, RunPhase phase, UUID modelId) {
    note(processId, attempt, phase, null, modelId, null);
  }

  /** Forgets the run, as an agent does whose disk was wiped. */
  public void forgetRun() {
    run = null;
  }

  /** Says in heartbeats how far the run is. */
  public void progress(int iteration, double remainingSeconds, MetricPoint latest) {
    run =
        new ObservedRun(
            run.report(),
            iteration,
            300,
            remainingSeconds,
            remainingSeconds * 0.9,
            remainingSeconds * 1.2,
            latest,
            latest);
  }

  /** Sends what it is given as its own, whatever that says. */
  public void send(EventType type, UUID key, Object data) {
    var messageKey = MESSAGE_KEYS.get(machineId);
    if (type == EventType.HEARTBEAT && messageKey != null) {
      var record = record(type, key, data);
      RecordSignature.add(record, KEYS.get(machineId));
      RecordCode.add(record, messageKey);
      producer.send(record);
    } else {
      sendSigned(KEYS.get(machineId), type, key, data);
    }
  }

  /** Signs what it is given, as somebody else, who has another key; null for none. */
  public void sendSigned(SigningKey signingKey, EventType type, UUID key, Object data) {
    var record = record(type, key, data);
    if (signingKey != null) {
      RecordSignature.add(record, signingKey);
    }
    producer.send(record);
  }

  /** The same with a code, for which somebody else has another secret. */
  public void sendCoded(MessageKey messageKey, EventType type, UUID key, Object data) {
    var record = record(type, key, data);
    RecordCode.add(record, messageKey);
    producer.send(record);
  }

  private ProducerRecord<String, byte[]> record(EventType type, UUID key, Object data) {
    return codec.toRecord(
        new OutgoingEvent(
            UUID.randomUUID(), type, key.toString(), Instant.now(), null, codec.toJson(data)));
  }

  /** Its key, with which it also signs what others give a code. */
  public SigningKey signingKey() {
    return KEYS.get(machineId);
  }

  /** The number of its next heartbeat. */
  public long nextHeartbeat() {
    return heartbeats.incrementAndGet();
  }

  /** Who it is over REST. */
  public AgentIdentity identity() {
    return new AgentIdentity(machineId, KEYS.get(machineId));
  }

  /** Sends what was sent before, as it was. */
  public void sendAgain(ConsumerRecord<String, byte[]> sent) {
    producer.send(
        new ProducerRecord<>(sent.topic(), null, sent.key(), sent.value(), sent.headers()));
  }

  /** No sign of life from here on. */
  public void fallSilent() {
    heart.shutdownNow();
  }

  @Override
  public void close() {
    heart.shutdownNow();
    producer.close();
    commands.close();
  }

  /** Unless its machine is not registered. */
  private void enrol() {
    var code =
        given()
            .auth()
            .oauth2(Tokens.of("system-admin"))
            .noContentType()
            .post("/api/v1/machines/" + machineId + "/enrolment")
            .then();
    if (code.extract().statusCode() == 200 && !KEYS.containsKey(machineId)) {
      var key = SigningKey.fresh();
      new AgentIdentity(machineId, key).enrol(code.extract().path("code")).statusCode(200);
      KEYS.put(machineId, key);
      MESSAGE_KEYS.put(machineId, new AgentIdentity(machineId, key).messageKey());
    }
  }

  private RunReport note(
      UUID processId,
      int attempt,
      RunPhase phase,
      LaunchStage stage,
      UUID modelId,
      Failure failure) {
    reports++;
    var report =
        new RunReport(
            processId,
            machineId,
            attempt,
            reports,
            phase,
            stage,
            null,
            Instant.now(),
            modelId,
            failure);
    run = new ObservedRun(report, 0, 300, null, null, null, null, null);
    return report;
  }

  private void beat() {
    send(
        EventType.HEARTBEAT,
        machineId,
        new Heartbeat(
            machineId,
            agentId,
            incarnation,
            "fake",
            "0.1.0",
            heartbeats.incrementAndGet(),
            Instant.now(),
            HARDWARE,
            LOAD,
            run));
  }

  private <T> List<T> awaitCommands(EventType type, Class<T> data, int count, UUID subject) {
    return commands
        .await(
            count,
            record -> {
              if (!machineId.toString().equals(record.key())) {
                return false;
              }
              var event = codec.read(record);
              return event.type() == type && event.json().contains(subject.toString());
            })
        .stream()
        .map(record -> codec.read(record).dataAs(data))
        .toList();
  }
}
