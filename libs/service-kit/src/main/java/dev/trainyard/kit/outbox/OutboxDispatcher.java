package dev.trainyard.kit.outbox;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.OutgoingEvent;
import dev.trainyard.kit.tracing.Spans;
import dev.trainyard.kit.tracing.TraceContext;
import io.opentelemetry.api.trace.Span;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;

/**
 * Sends outbox rows, batch after batch, and deletes those the broker has acknowledged. An event is
 * sent only when the earlier ones of its key have been acknowledged or rejected, so that order
 * holds per key also when a send fails.
 *
 * <p>A topic that takes no events is held: its events wait, those of other topics go on. Its oldest
 * event is tried again in a thread of its own, since a send to a topic that is not there blocks. An
 * event that can never be sent goes to the table {@code outbox_rejected}.
 *
 * <p>Not thread-safe; at most one at a time may work on a database.
 */
final class OutboxDispatcher implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(OutboxDispatcher.class);

  /** After so long the events of other topics do not wait any longer for this one's. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Producer<String, byte[]> producer;
  private final CloudEventCodec codec;
  private final Consumer<ProducerRecord<String, byte[]>> signer;
  private final int batchSize;
  private final Map<String, HeldTopic> held = new HashMap<>();
  private final ExecutorService trials =
      Executors.newCachedThreadPool(
          work -> {
            var thread = new Thread(work, "outbox-trial");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param signer adds to a record what says who wrote it; a failure of it is no reason to reject
   *     the event
   */
  OutboxDispatcher(
      Producer<String, byte[]> producer,
      CloudEventCodec codec,
      Consumer<ProducerRecord<String, byte[]>> signer,
      int batchSize) {
    this.producer = producer;
    this.codec = codec;
    this.signer = signer;
    this.batchSize = batchSize;
  }

  /**
   * @param connection in auto-commit mode
   * @return true if there may be more that can be sent at once
   * @throws IllegalStateException if the producer is of no use any more
   */
  boolean dispatch(Connection connection) throws SQLException, InterruptedException {
    var outbox = new OutboxTable(connection);
    for (var topic : List.copyOf(held.keySet())) {
      tryAgain(outbox, topic, held.get(topic));
    }
    var waiting = outbox.first(batchSize, held.keySet());
    var more = waiting.size() == batchSize;
    while (!waiting.isEmpty()) {
      var wave = firstOfEachKey(waiting);
      send(outbox, wave);
      var done = new HashSet<>(wave);
      waiting.removeIf(row -> done.contains(row) || held.containsKey(row.topic()));
    }
    return more;
  }

  /** Gives up the sends whose outcome is not known; their events are sent again. */
  @Override
  public void close() {
    trials.shutdownNow();
  }

  private static List<OutboxRow> firstOfEachKey(List<OutboxRow> waiting) {
    var seen = new HashSet<String>();
    return waiting.stream().filter(row -> seen.add(row.topic() + " " + row.key())).toList();
  }

  private void send(OutboxTable outbox, List<OutboxRow> wave)
      throws SQLException, InterruptedException {
    var sends = new LinkedHashMap<OutboxRow, Future<RecordMetadata>>();
    for (var row : wave) {
      if (held.containsKey(row.topic())) {
        continue;
      }
      try {
        var send = send(row);
        if (send.isDone()) {
          // It failed, perhaps after a long look for the topic: spare its other events that.
          settle(outbox, Map.of(row, send));
        } else {
          sends.put(row, send);
        }
      } catch (UnsendableEventException e) {
        reject(outbox, row, e);
      }
    }
    settle(outbox, sends);
  }

  /**
   * Deletes, rejects or holds back what was sent, and leaves to later what has no outcome yet.
   *
   * @return false if one of the events has to be sent again
   */
  private boolean settle(OutboxTable outbox, Map<OutboxRow, Future<RecordMetadata>> sends)
      throws SQLException, InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    var acknowledged = new ArrayList<Long>();
    var allSettled = true;
    try {
      for (var sent : sends.entrySet()) {
        var row = sent.getKey();
        try {
          sent.getValue().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
          acknowledged.add(row.id());
        } catch (TimeoutException e) {
          LOG.warnf("Topic does not answer, its events wait topic=%s", row.topic());
          hold(row.topic()).await(row, sent.getValue());
        } catch (ExecutionException e) {
          allSettled &= settleFailure(outbox, row, causeOf(e));
        }
      }
    } finally {
      outbox.delete(acknowledged);
    }
    return allSettled;
  }

  /** True if the event is out of the way, false if it has to be sent again. */
  private boolean settleFailure(OutboxTable outbox, OutboxRow row, Throwable cause)
      throws SQLException {
    if (cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException) {
      reject(outbox, row, cause);
      return true;
    }
    if (!(cause instanceof ApiException) || cause instanceof ClusterAuthorizationException) {
      throw new IllegalStateException("the producer cannot go on", cause);
    }
    LOG.warnf(
        "Event not sent, will be sent again eventId=%s topic=%s reason=%s",
        row.eventId(), row.topic(), cause.getMessage());
    hold(row.topic());
    return false;
  }

  private HeldTopic hold(String topic) {
    return held.computeIfAbsent(topic, name -> new HeldTopic());
  }

  private void tryAgain(OutboxTable outbox, String topic, HeldTopic state)
      throws SQLException, InterruptedException {
    if (state.isAwaiting()) {
      if (!state.isSettled()) {
        return;
      }
      if (settle(outbox, state.takeSettled())) {
        LOG.infof("Topic takes events topic=%s", topic);
        held.remove(topic);
      } else {
        state.pauseLonger();
      }
    } else if (state.isDue()) {
      var oldest = outbox.oldestOf(topic);
      if (oldest.isPresent()) {
        tryOldest(outbox, oldest.get(), state);
      } else {
        held.remove(topic);
      }
    }
  }

  private void tryOldest(OutboxTable outbox, OutboxRow row, HeldTopic state) throws SQLException {
    try {
      var span = publishing(row);
      var event = recordOf(row, span);
      state.await(row, trials.submit(() -> send(event, span).get()));
    } catch (UnsendableEventException e) {
      reject(outbox, row, e);
    }
  }

  private Future<RecordMetadata> send(OutboxRow row) throws UnsendableEventException {
    var span = publishing(row);
    return send(recordOf(row, span), span);
  }

  private Future<RecordMetadata> send(ProducerRecord<String, byte[]> event, Span span) {
    return producer.send(
        event,
        (metadata, failure) -> {
          if (failure != null) {
            Spans.fail(span, failure);
          }
          span.end();
        });
  }

  /** From the change that the event tells of, so that it shows how long the event has waited. */
  private static Span publishing(OutboxRow row) {
    return TraceContext.isSampled(row.traceparent())
        ? Spans.publish(
            row.topic(),
            row.eventId().toString(),
            TraceContext.of(row.traceparent()),
            row.occurredAt())
        : Span.getInvalid();
  }

  /** Signed at every try, with the key of that moment: an event may have waited for long. */
  private ProducerRecord<String, byte[]> recordOf(OutboxRow row, Span span)
      throws UnsendableEventException {
    var record = unsigned(row, TraceContext.traceparentOf(span).orElse(row.traceparent()));
    signer.accept(record);
    return record;
  }

  private ProducerRecord<String, byte[]> unsigned(OutboxRow row, String traceparent)
      throws UnsendableEventException {
    var type =
        EventType.of(row.type())
            .orElseThrow(
                () ->
                    new UnsendableEventException(
                        "this version of the service does not know the type " + row.type(), null));
    try {
      return codec.toRecord(
          new OutgoingEvent(
              row.eventId(),
              type,
              row.key(),
              row.occurredAt(),
              traceparent,
              row.actor(),
              row.tenant(),
              row.data()));
    } catch (RuntimeException e) {
      throw new UnsendableEventException("is no CloudEvent: " + e.getMessage(), e);
    }
  }

  private static void reject(OutboxTable outbox, OutboxRow row, Throwable reason)
      throws SQLException {
    outbox.reject(row.id(), String.valueOf(reason.getMessage()));
    LOG.errorf(
        "Event can never be sent and was moved to the table outbox_rejected; the later ones of its"
            + " key go on. Remove the cause, then put it back as docs/operations.md says,"
            + " \"Events that do not leave\" id=%d eventId=%s type=%s topic=%s key=%s reason=%s",
        row.id(), row.eventId(), row.type(), row.topic(), row.key(), reason.getMessage());
  }

  /** A trial's failure comes wrapped twice. */
  private static Throwable causeOf(ExecutionException failure) {
    var cause = failure.getCause();
    return cause instanceof ExecutionException inner ? inner.getCause() : cause;
  }
}
