package dev.trainyard.agent.command;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.failure.LastResort;
import dev.trainyard.agent.publishing.EventPublisher;
import dev.trainyard.agent.run.RunSupervisor;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.machine.StandDown;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.process.StopTraining;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.KafkaConnection;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.kit.events.UnreadableEventException;
import dev.trainyard.kit.tracing.Spans;
import dev.trainyard.kit.tracing.TraceContext;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads this machine's commands: from the end of the one partition they are in, without a consumer
 * group. What was missed meanwhile the process service sends again when it sees the heartbeats.
 */
@ApplicationScoped
public class CommandConsumer {
  private static final Logger LOG = Logger.getLogger(CommandConsumer.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 2_000;
  private static final long STOP_MILLIS = 2 * POLL.toMillis();
  private static final long PARTITION_CHECK_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final UUID machineId;
  private final CloudEventCodec codec;
  private final RunSupervisor supervisor;
  private final EventPublisher publisher;
  private final CommandGuard guard;
  private final RefusedCommands refused;
  private final KafkaConnection connection;
  private final Thread worker = new Thread(this::run, "command-consumer");
  private volatile boolean running = true;
  private boolean away;

  CommandConsumer(
      AgentConfig config,
      CloudEventCodec codec,
      RunSupervisor supervisor,
      EventPublisher publisher,
      CommandGuard guard,
      RefusedCommands refused,
      KafkaConnection connection) {
    this.machineId = config.machineId();
    this.codec = codec;
    this.supervisor = supervisor;
    this.publisher = publisher;
    this.guard = guard;
    this.refused = refused;
    this.connection = connection;
  }

  public void start() {
    worker.setDaemon(true);
    worker.setUncaughtExceptionHandler(new LastResort(() -> running));
    worker.start();
  }

  public void stop() throws InterruptedException {
    running = false;
    worker.join(STOP_MILLIS);
    worker.interrupt();
  }

  private void run() {
    try {
      while (running) {
        try (var consumer = new KafkaConsumer<String, byte[]>(settings())) {
          follow(consumer);
        } catch (InterruptException e) {
          return;
        } catch (KafkaException e) {
          if (!away) {
            away = true;
            LOG.warnf("Kafka does not answer, no commands for now reason=%s", e.getMessage());
          }
          Thread.sleep(PAUSE_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Command consumer ended");
    }
  }

  /** Reads until the number of partitions changes. */
  private void follow(KafkaConsumer<String, byte[]> consumer) throws InterruptedException {
    var partitions = partitions(consumer);
    if (partitions == 0) {
      Thread.sleep(PAUSE_MILLIS);
      return;
    }
    var partition =
        new TopicPartition(Topics.PROCESS_COMMANDS, CommandPartition.of(machineId, partitions));
    consumer.assign(List.of(partition));
    consumer.seekToEnd(List.of(partition));
    // seekToEnd is lazy: ask now, so that a command sent from here on is not missed.
    var position = consumer.position(partition, METADATA_TIMEOUT);
    away = false;
    LOG.infof(
        "Waiting for commands machineId=%s partition=%d offset=%d",
        machineId, partition.partition(), position);
    var checked = System.nanoTime();
    while (running) {
      for (var record : consumer.poll(POLL)) {
        handle(record);
      }
      if (System.nanoTime() - checked > PARTITION_CHECK_NANOS) {
        checked = System.nanoTime();
        if (partitions(consumer) != partitions) {
          LOG.info("The number of command partitions has changed");
          return;
        }
      }
    }
  }

  private static int partitions(KafkaConsumer<String, byte[]> consumer) {
    var known = consumer.partitionsFor(Topics.PROCESS_COMMANDS, METADATA_TIMEOUT);
    return known == null ? 0 : known.size();
  }

  private void handle(ConsumerRecord<String, byte[]> record) throws InterruptedException {
    if (!machineId.toString().equals(record.key())) {
      return;
    }
    try {
      guard.requireSigned(record);
      var event = codec.read(record);
      guard.requireNew(event);
      var span =
          Spans.process(
              record.topic(),
              event.id(),
              TraceContext.of(event.traceparent().orElse(null)),
              Instant.now());
      try {
        Context.current().with(span).wrap(() -> carryOut(event)).run();
      } catch (RuntimeException e) {
        Spans.fail(span, e);
        throw e;
      } finally {
        span.end();
      }
    } catch (RefusedCommandException e) {
      refused.add(record.offset(), e.getMessage());
    } catch (UnreadableEventException e) {
      LOG.warnf(
          "Command ignored: it cannot be read offset=%d reason=%s",
          record.offset(), e.getMessage());
      publisher.deadLetter(record, e.getMessage());
    } catch (RuntimeException e) {
      LOG.errorf(e, "Command failed offset=%d", record.offset());
    }
  }

  private void carryOut(ReceivedEvent event) {
    if (event.type() == EventType.COMMAND_START) {
      supervisor.start(complete(event.dataAs(StartTraining.class)));
    } else if (event.type() == EventType.COMMAND_STOP) {
      supervisor.stop(complete(event.dataAs(StopTraining.class)));
    } else if (event.type() == EventType.COMMAND_STAND_DOWN) {
      supervisor.standDown(complete(event.dataAs(StandDown.class)));
    } else {
      throw new UnreadableEventException("is no command: " + event.type().type(), null);
    }
  }

  private StartTraining complete(StartTraining command) {
    if (command.processId() == null
        || !machineId.equals(command.machineId())
        || command.attempt() < 1
        || command.name() == null
        || command.baseModel() == null
        || command.datasetId() == null
        || command.datasetDigest() == null
        || command.parameters() == null) {
      throw new UnreadableEventException("is not a complete start command for this machine", null);
    }
    return command;
  }

  private StopTraining complete(StopTraining command) {
    if (command.processId() == null
        || !machineId.equals(command.machineId())
        || command.attempt() < 1
        || command.graceSeconds() < 0) {
      throw new UnreadableEventException("is not a complete stop command for this machine", null);
    }
    return command;
  }

  private StandDown complete(StandDown command) {
    if (!machineId.equals(command.machineId())
        || command.agentId() == null
        || command.holderId() == null) {
      throw new UnreadableEventException("is not a complete stand-down for this machine", null);
    }
    return command;
  }

  private Map<String, Object> settings() {
    return connection.with(
        Map.of(
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            StringDeserializer.class,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "latest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false,
            ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            2_000,
            ConsumerConfig.METADATA_MAX_AGE_CONFIG,
            30_000));
  }
}
