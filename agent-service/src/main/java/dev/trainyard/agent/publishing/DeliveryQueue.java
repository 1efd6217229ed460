package dev.trainyard.agent.publishing;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Events that wait for the broker. Bounded in number and bytes: when it is full the oldest metrics
 * and log lines go, never a report. Thread-safe.
 */
@ApplicationScoped
class DeliveryQueue {
  private static final Logger LOG = Logger.getLogger(DeliveryQueue.class);
  private static final int CAPACITY = 20_000;
  private static final long CAPACITY_BYTES = 64L << 20;
  private static final int BATCH = 200;
  private static final long BATCH_BYTES = 4L << 20;

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private ProducerRecord<String, byte[]> heartbeat;
  private boolean closed;
  private long dropped;
  private long bytes;

  /**
   * A record and whether it may never be dropped.
   *
   * @param record what to send
   * @param precious true for reports
   * @param onDelivered is run, on the delivery's thread, once the broker has it
   */
  record Waiting(ProducerRecord<String, byte[]> record, boolean precious, Runnable onDelivered) {
    long bytes() {
      return record.value() == null ? 0 : record.value().length;
    }
  }

  /**
   * What to send next.
   *
   * @param heartbeat the newest sign of life, if there is one
   * @param events in order
   */
  record Batch(Optional<ProducerRecord<String, byte[]>> heartbeat, List<Waiting> events) {}

  synchronized void add(Waiting event) {
    waiting.addLast(event);
    bytes += event.bytes();
    trim();
    notifyAll();
  }

  synchronized void replaceHeartbeat(ProducerRecord<String, byte[]> record) {
    heartbeat = record;
    notifyAll();
  }

  /** Waits for something to send; an empty batch means that the queue is closed. */
  synchronized Batch take() throws InterruptedException {
    while (waiting.isEmpty() && heartbeat == null && !closed) {
      wait();
    }
    var events = new ArrayList<Waiting>();
    long taken = 0;
    while (!waiting.isEmpty() && events.size() < BATCH && taken < BATCH_BYTES) {
      var event = waiting.removeFirst();
      events.add(event);
      taken += event.bytes();
    }
    bytes -= taken;
    var newest = Optional.ofNullable(heartbeat);
    heartbeat = null;
    return new Batch(newest, events);
  }

  /** Puts back what was not delivered, before everything else. */
  synchronized void putBack(List<Waiting> events) {
    for (int i = events.size() - 1; i >= 0; i--) {
      waiting.addFirst(events.get(i));
      bytes += events.get(i).bytes();
    }
    trim();
  }

  /** From now on {@link #take()} does not wait. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private void trim() {
    var iterator = waiting.iterator();
    while ((waiting.size() > CAPACITY || bytes > CAPACITY_BYTES) && iterator.hasNext()) {
      var event = iterator.next();
      if (!event.precious()) {
        iterator.remove();
        bytes -= event.bytes();
        dropped++;
        if (dropped % 1_000 == 1) {
          LOG.warnf("Kafka is away for too long, measurements are dropped dropped=%d", dropped);
        }
      }
    }
  }
}
