package dev.trainyard.agent.harness;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.contracts.metrics.MetricsReported;
import dev.trainyard.contracts.process.LogLines;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.OutgoingEvent;
import dev.trainyard.kit.signing.RecordSignature;
import dev.trainyard.kit.signing.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Reads all that an agent says and speaks to it as the process service does. */
public final class Broker implements AutoCloseable {
  private static final int PARTITIONS = 6;

  private final CloudEventCodec codec = new CloudEventCodec("test");
  private final List<Object> received = new CopyOnWriteArrayList<>();
  private final List<ConsumerRecord<String, byte[]>> deadLetters = new CopyOnWriteArrayList<>();
  private final List<ConsumerRecord<String, byte[]>> records = new CopyOnWriteArrayList<>();
  private final Supplier<SigningKey> key;
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Thread reader = new Thread(this::read, "test-reader");
  private volatile boolean running = true;

  /**
   * @param key what commands are signed with
   */
  public Broker(String bootstrapServers, Supplier<SigningKey> key) {
    this.key = key;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "reconnect.backoff.max.ms", 1_000),
            new StringSerializer(),
            new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                UUID.randomUUID().toString(),
                "auto.offset.reset",
                "earliest",
                "reconnect.backoff.max.ms",
                1_000,
                "metadata.max.age.ms",
                500),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(Pattern.compile("trainyard\\..*"));
    reader.setDaemon(true);
    reader.start();
  }

  /** Makes the topics that are missing, as the services do. */
  static void makeTopics(String bootstrapServers) {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      var present = admin.listTopics().names().get();
      var missing =
          Topics.ALL.stream()
              .flatMap(topic -> Stream.of(topic, Topics.deadLetterOf(topic)))
              .filter(topic -> !present.contains(topic))
              .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1))
              .toList();
      admin.createTopics(missing).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends a command to a machine. */
  public void command(UUID machineId, EventType type, Object command) {
    send(signed(record(machineId, type, command)));
  }

  /** A command as nobody has signed it. */
  public ProducerRecord<String, byte[]> record(UUID machineId, EventType type, Object command) {
    return codec.toRecord(
        new OutgoingEvent(
            UUID.randomUUID(),
            type,
            machineId.toString(),
            Instant.now(),
            null,
            codec.toJson(command)));
  }

  /** The same, signed by the platform. */
  public ProducerRecord<String, byte[]> signed(ProducerRecord<String, byte[]> record) {
    RecordSignature.add(record, key.get());
    return record;
  }

  /** Sends what is no command. */
  public void garbage(UUID machineId) {
    send(
        signed(
            new ProducerRecord<>(
                Topics.PROCESS_COMMANDS, machineId.toString(), new byte[] {1, 2, 3})));
  }

  /** Sends a record as it is. */
  public void send(ProducerRecord<String, byte[]> record) {
    try {
      producer.send(record).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public List<RunReport> reports(UUID processId, int attempt) {
    return of(RunReport.class)
        .filter(report -> report.processId().equals(processId) && report.attempt() == attempt)
        .toList();
  }

  /** The final report, once it is there. */
  public Optional<RunReport> ending(UUID processId, int attempt) {
    return reports(processId, attempt).stream()
        .filter(report -> report.phase().isFinal())
        .findFirst();
  }

  public List<MetricsReported> metrics(UUID processId) {
    return of(MetricsReported.class)
        .filter(metrics -> metrics.processId().equals(processId))
        .toList();
  }

  /** All messages with log lines of a process, in order. */
  public List<LogLines> logMessages(UUID processId) {
    return of(LogLines.class).filter(lines -> lines.processId().equals(processId)).toList();
  }

  /** All log lines of a process, in order. */
  public List<String> log(UUID processId) {
    return logMessages(processId).stream()
        .flatMap(lines -> lines.lines().stream())
        .map(LogLines.Line::text)
        .toList();
  }

  public List<Heartbeat> heartbeats() {
    return of(Heartbeat.class).toList();
  }

  /** What agents have written, as it came. */
  public List<ConsumerRecord<String, byte[]>> records() {
    return List.copyOf(records);
  }

  public List<ConsumerRecord<String, byte[]>> deadLetters() {
    return List.copyOf(deadLetters);
  }

  @Override
  public void close() {
    running = false;
    consumer.wakeup();
    producer.close(Duration.ZERO);
  }

  private <T> java.util.stream.Stream<T> of(Class<T> type) {
    return received.stream().filter(type::isInstance).map(type::cast);
  }

  private void read() {
    try (consumer) {
      while (running) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          if (record.topic().endsWith(Topics.DEAD_LETTER_SUFFIX)) {
            deadLetters.add(record);
          } else if (!record.topic().equals(Topics.PROCESS_COMMANDS)) {
            records.add(record);
            received.add(codec.read(record).data());
          }
        }
      }
    } catch (org.apache.kafka.common.errors.WakeupException e) {
      running = false;
    }
  }
}
