package dev.trainyard.monitoring.intake;

import dev.trainyard.kit.events.DeadLetters;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.kit.events.UnreadableEventException;
import dev.trainyard.monitoring.database.DataRefusedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Takes batches of messages to the store, each at least once. What cannot be read or stored however
 * often it is tried goes to the dead-letter topic and holds up nothing; while the database, or who
 * has to be asked, is away the batch waits. Thread-safe.
 */
@ApplicationScoped
public class Intake {
  private final DeadLetters deadLetters;
  private final MessageOrigin origin;
  private final RefusedMessages refusals;
  private final Patience patience;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Map<String, Counts> counts = new ConcurrentHashMap<>();

  Intake(
      DeadLetters deadLetters,
      MessageOrigin origin,
      RefusedMessages refusals,
      Patience patience,
      Clock clock,
      MeterRegistry meters) {
    this.deadLetters = deadLetters;
    this.origin = origin;
    this.refusals = refusals;
    this.patience = patience;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * Takes what services have written. Returns once every message of the batch is stored or in the
   * dead-letter topic.
   *
   * @param channel the name it is counted by
   * @param store stores all it is given or, when it throws, nothing; must be idempotent
   */
  public void take(
      String channel,
      ConsumerRecords<String, Message> records,
      Class<?> dataClass,
      Consumer<List<ReceivedEvent>> store) {
    var readable = readable(records, event -> event.dataAs(dataClass));
    var refused = records.count() - readable.size() + store(readable, store);
    count(channel, records.count(), refused);
  }

  /**
   * The same for what agents have written; what others have written in their name is dropped. Waits
   * for the process service when it has to be asked who is who.
   *
   * @param dataClass of the data; it says which machine's agent writes
   */
  public void takeFromAgents(
      String channel,
      ConsumerRecords<String, Message> records,
      Class<?> dataClass,
      Consumer<List<ReceivedEvent>> store) {
    var readable = readable(records, event -> Claim.of(event.dataAs(dataClass)));
    var sorted = new AtomicReference<MessageOrigin.Sorted>();
    patience.untilItPasses(() -> sorted.set(origin.sort(readable)));
    for (var refusal : sorted.get().refused()) {
      patience.untilItPasses(() -> refusals.add(refusal));
    }
    var refused = records.count() - readable.size() + store(sorted.get().genuine(), store);
    count(channel, records.count(), refused);
  }

  /** What came in by each channel since the service started. */
  public Map<String, Counts> counts() {
    return Map.copyOf(counts);
  }

  private List<ConsumerRecord<String, Message>> readable(
      ConsumerRecords<String, Message> records, Consumer<ReceivedEvent> check) {
    var readable = new ArrayList<ConsumerRecord<String, Message>>(records.count());
    for (var record : records) {
      try {
        check.accept(eventOf(record));
        readable.add(record);
      } catch (UnreadableEventException e) {
        bury(record, e);
      }
    }
    return readable;
  }

  private static ReceivedEvent eventOf(ConsumerRecord<String, Message> record) {
    var message = record.value();
    if (message == null) {
      throw new UnreadableEventException("has no data", null);
    }
    if (message.failure() != null) {
      throw message.failure();
    }
    return message.event();
  }

  private int store(
      List<ConsumerRecord<String, Message>> messages, Consumer<List<ReceivedEvent>> store) {
    if (messages.isEmpty()) {
      return 0;
    }
    try {
      var events = messages.stream().map(message -> message.value().event()).toList();
      patience.untilItPasses(() -> store.accept(events));
      return 0;
    } catch (DataRefusedException | NullPointerException | IllegalArgumentException e) {
      if (messages.size() == 1) {
        bury(messages.get(0), e);
        return 1;
      }
      return messages.stream().mapToInt(message -> store(List.of(message), store)).sum();
    }
  }

  private void bury(ConsumerRecord<String, Message> record, RuntimeException reason) {
    var bytes = record.value() == null ? null : record.value().bytes();
    patience.untilItPasses(
        () -> {
          try {
            deadLetters.add(record, bytes, reason);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
          } catch (ExecutionException e) {
            throw new IllegalStateException("the dead-letter topic does not take it", e);
          }
        });
  }

  private void count(String channel, int received, int refused) {
    counter("trainyard.intake.messages", "Messages that were taken in", channel)
        .increment(received);
    counter("trainyard.intake.dead.lettered", "Messages that nobody can read", channel)
        .increment(refused);
    counts.merge(channel, new Counts(received, refused, clock.instant()), Counts::plus);
  }

  private Counter counter(String name, String description, String channel) {
    return Counter.builder(name).description(description).tag("channel", channel).register(meters);
  }

  /**
   * Messages of one channel.
   *
   * @param received all of them
   * @param deadLettered those that could not be read or stored
   * @param lastReceivedAt when the last came
   */
  public record Counts(long received, long deadLettered, Instant lastReceivedAt) {
    /** Before the first message. */
    public static final Counts NONE = new Counts(0, 0, null);

    Counts plus(Counts later) {
      return new Counts(
          received + later.received, deadLettered + later.deadLettered, later.lastReceivedAt);
    }
  }
}
