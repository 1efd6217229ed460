package dev.trainyard.bench.fleet;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.OutgoingEvent;
import dev.trainyard.kit.signing.RecordCode;
import dev.trainyard.kit.signing.RecordSignature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** All simulated machines: their heartbeats, evenly over 5 s, and the commands they get. */
final class Fleet implements AutoCloseable {
  private static final long INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

  private final CloudEventCodec codec = new CloudEventCodec("bench");
  private final KafkaProducer<String, byte[]> producer;
  private final KafkaConsumer<String, byte[]> commands;
  private final List<SimulatedMachine> machines;
  private final Map<UUID, SimulatedMachine> byId;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean running = true;
  private volatile long sent;

  Fleet(String bootstrapServers, int size) {
    machines =
        IntStream.range(0, size).mapToObj(i -> new SimulatedMachine(UUID.randomUUID())).toList();
    byId = machines.stream().collect(Collectors.toMap(SimulatedMachine::id, machine -> machine));
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "5"),
            new StringSerializer(),
            new ByteArraySerializer());
    commands =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    commands.assign(
        commands.partitionsFor(Topics.PROCESS_COMMANDS).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList());
  }

  List<SimulatedMachine> machines() {
    return machines;
  }

  SimulatedMachine machine(UUID id) {
    return byId.get(id);
  }

  /** Heartbeats sent so far. */
  long sent() {
    return sent;
  }

  /**
   * Begins with heartbeats and commands.
   *
   * @param onStart is told of every start command, and when it was read (nano time)
   */
  void begin(BiConsumer<StartTraining, Long> onStart) {
    thread("heartbeats", this::beat);
    thread("commands", () -> follow(onStart));
  }

  /**
   * Vouches for what a machine says, as agents do, and sends it. Of heartbeats only those are
   * signed whose signature somebody may look at: here one process signs for thousands of agents.
   */
  void send(SimulatedMachine machine, EventType type, UUID key, Object data) {
    var record =
        codec.toRecord(
            new OutgoingEvent(
                UUID.randomUUID(), type, key.toString(), Instant.now(), null, codec.toJson(data)));
    if (type != EventType.HEARTBEAT || machine.signs()) {
      RecordSignature.add(record, machine.key());
    }
    if (type == EventType.HEARTBEAT) {
      RecordCode.add(record, machine.messageKey());
    }
    producer.send(record);
  }

  @Override
  public void close() {
    running = false;
    for (var thread : threads) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(2));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    producer.close(Duration.ofSeconds(2));
  }

  private void beat() {
    var begun = System.nanoTime();
    for (long count = 0; running; count++) {
      var due = begun + count * INTERVAL_NANOS / machines.size();
      var wait = due - System.nanoTime();
      if (wait > 1_000_000) {
        pause(wait);
      }
      var machine = machines.get((int) (count % machines.size()));
      send(machine, EventType.HEARTBEAT, machine.id(), machine.beat());
      sent = count + 1;
    }
  }

  private void follow(BiConsumer<StartTraining, Long> onStart) {
    while (running) {
      for (var record : commands.poll(Duration.ofMillis(200))) {
        var seen = System.nanoTime();
        var event = codec.read(record);
        if (event.type() == EventType.COMMAND_START) {
          onStart.accept(event.dataAs(StartTraining.class), seen);
        }
      }
    }
    commands.close();
  }

  private static void pause(long nanos) {
    try {
      Thread.sleep(nanos / 1_000_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void thread(String name, Runnable work) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }
}
