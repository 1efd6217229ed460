package dev.trainyard.agent.publishing;

import dev.trainyard.agent.identity.AgentKey;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.OutgoingEvent;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.RecordCode;
import dev.trainyard.kit.signing.RecordSignature;
import dev.trainyard.kit.tracing.TraceContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The agent's way to Kafka. No method blocks or throws when the broker is away: events wait in
 * memory, in order, and go out when it is back. Heartbeats do not wait, since only the newest one
 * is worth anything. Thread-safe.
 */
@ApplicationScoped
public class EventPublisher {
  /** Names as SmallRye's dead-letter handling writes them, so that one tool reads both. */
  private static final String REASON_HEADER = "dead-letter-reason";

  private final CloudEventCodec codec;
  private final IdGenerator ids;
  private final Clock clock;
  private final AgentKey key;
  private final DeliveryQueue queue;
  private volatile RunTenant run = RunTenant.NONE;

  EventPublisher(
      CloudEventCodec codec, IdGenerator ids, Clock clock, AgentKey key, DeliveryQueue queue) {
    this.codec = codec;
    this.ids = ids;
    this.clock = clock;
    this.key = key;
    this.queue = queue;
  }

  /**
   * A run begins: what is published of its process is its tenant's from now on.
   *
   * @param tenant null if its start command did not say
   */
  public void beginRun(UUID processId, String tenant) {
    run = new RunTenant(processId, tenant);
  }

  /** Sends an event at least once, after those published before it. */
  public void publish(EventType type, UUID key, Object data) {
    publish(type, key, data, () -> {});
  }

  /**
   * Sends an event at least once, after those published before it.
   *
   * @param onDelivered is run, on another thread, once the broker has it; never if it was dropped
   */
  public void publish(EventType type, UUID key, Object data, Runnable onDelivered) {
    queue.add(
        new DeliveryQueue.Waiting(
            toRecord(type, key, data), type == EventType.RUN_REPORT, onDelivered));
  }

  /** Sends a sign of life; one that has not gone out when the next comes is dropped. */
  public void publishHeartbeat(Heartbeat heartbeat) {
    queue.replaceHeartbeat(toRecord(EventType.HEARTBEAT, heartbeat.machineId(), heartbeat));
  }

  /** Puts a message that nobody can read aside, with the reason. */
  public void deadLetter(ConsumerRecord<String, byte[]> unreadable, String reason) {
    var record =
        new ProducerRecord<>(
            Topics.deadLetterOf(unreadable.topic()), unreadable.key(), unreadable.value());
    unreadable.headers().forEach(record.headers()::add);
    record.headers().add(REASON_HEADER, reason.getBytes(StandardCharsets.UTF_8));
    queue.add(new DeliveryQueue.Waiting(record, false, () -> {}));
  }

  /**
   * Vouched for, since who can write to the broker could speak in this machine's name. What comes
   * often has a code; reports, and what comes before the secret is known, are signed; heartbeats
   * have both, for some of them change the life of a process.
   */
  private ProducerRecord<String, byte[]> toRecord(EventType type, UUID subject, Object data) {
    var record =
        codec.toRecord(
            new OutgoingEvent(
                ids.next(),
                type,
                subject.toString(),
                clock.instant(),
                // What comes often would make the trace of a long run endless.
                type == EventType.RUN_REPORT ? TraceContext.traceparent().orElse(null) : null,
                null,
                run.of(subject),
                codec.toJson(data)));
    var messageKey = type == EventType.RUN_REPORT ? Optional.<MessageKey>empty() : key.messageKey();
    if (messageKey.isEmpty() || type == EventType.HEARTBEAT) {
      RecordSignature.add(record, key.get());
    }
    messageKey.ifPresent(secret -> RecordCode.add(record, secret));
    return record;
  }
}
