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
 * Events that wait for the broker. Bounded: when it is full the oldest metrics and log lines go,
 * never a report. Thread-safe.
 */
@ApplicationScoped
class DeliveryQueue {
  private static final Logger LOG = Logger.getLogger(DeliveryQueue.class);
  private static final int CAPACITY = 20_000;
  private static final int BATCH = 200;

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private ProducerRecord<String, byte[]> heartbeat;
  private boolean closed;
  private long dropped;

  /**
   * A record and whether it may never be dropped.
   *
   * @param record what to send
   * @param precious true for reports
   * @param onDelivered is run, on the delivery's thread, once the broker has it
   */
  record Waiting(ProducerRecord<String, byte[]> record, boolean precious, Runnable onDelivered) {}

  /**
   * What to send next.
   *
   * @param heartbeat the newest sign of life, if there is one
   * @param events in order
   */
  record Batch(Optional<ProducerRecord<String, byte[]>> heartbeat, List<Waiting> events) {}

  synchronized void add(Waiting event) {
    waiting.addLast(event);
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
    while (!waiting.isEmpty() && events.size() < BATCH) {
      events.add(waiting.removeFirst());
    }
    var newest = Optional.ofNullable(heartbeat);
    heartbeat = null;
    return new Batch(newest, events);
  }

  /** Puts back what was not delivered, before everything else. */
  synchronized void putBack(List<Waiting> events) {
    for (int i = events.size() - 1; i >= 0; i--) {
      waiting.addFirst(events.get(i));
    }
    trim();
  }

  /** From now on {@link #take()} does not wait. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private void trim() {
    if (waiting.size() <= CAPACITY) {
      return;
    }
    var iterator = waiting.iterator();
    while (iterator.hasNext()) {
      if (!iterator.next().precious()) {
        iterator.remove();
        dropped++;
        if (dropped % 1_000 == 1) {
          LOG.warnf("Kafka is away for too long, measurements are dropped dropped=%d", dropped);
        }
        return;
      }
    }
  }
}
