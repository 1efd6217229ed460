package dev.trainyard.agent.publishing;

import dev.trainyard.agent.failure.LastResort;
import dev.trainyard.kit.events.KafkaConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * The thread that empties the {@link DeliveryQueue} into Kafka and survives the broker's absence.
 */
@ApplicationScoped
public class KafkaDelivery {
  private static final Logger LOG = Logger.getLogger(KafkaDelivery.class);
  private static final long PAUSE_MILLIS = 1_000;
  private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(3);

  private final DeliveryQueue queue;
  private final KafkaConnection connection;
  private final Thread worker = new Thread(this::run, "kafka-delivery");
  private volatile boolean running = true;
  private boolean away;

  KafkaDelivery(DeliveryQueue queue, KafkaConnection connection) {
    this.queue = queue;
    this.connection = connection;
  }

  public void start() {
    worker.setDaemon(true);
    worker.setUncaughtExceptionHandler(new LastResort(() -> running));
    worker.start();
  }

  /** Sends what waits if the broker takes it at once, then ends. */
  public void stop() throws InterruptedException {
    running = false;
    queue.close();
    worker.join(STOP_MILLIS);
    worker.interrupt();
  }

  private void run() {
    try {
      while (true) {
        // Made anew after an error it cannot recover from; fails while no broker's name resolves.
        KafkaProducer<String, byte[]> producer = null;
        try {
          producer = new KafkaProducer<>(settings());
          if (!deliverUntilBroken(producer)) {
            return;
          }
        } catch (InterruptException e) {
          return;
        } catch (KafkaException e) {
          noteAway(e);
        } finally {
          if (producer != null) {
            // What was not delivered is in the queue, and at the end nobody waits for it.
            closeQuietly(producer);
          }
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      LOG.debug("Delivery to Kafka ended");
    }
  }

  /** Returns true when a new producer is needed, false at the end. */
  private boolean deliverUntilBroken(KafkaProducer<String, byte[]> producer)
      throws InterruptedException {
    while (true) {
      var batch = queue.take();
      if (batch.heartbeat().isEmpty() && batch.events().isEmpty()) {
        return false;
      }
      var failure = deliver(producer, batch);
      if (failure == null) {
        if (away) {
          away = false;
          LOG.info("Kafka is back");
        }
        continue;
      }
      if (!running) {
        return false;
      }
      noteAway(failure);
      if (!(failure instanceof RetriableException)) {
        return true;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Sends a batch, puts back what was not taken; returns what went wrong or null. */
  private Throwable deliver(KafkaProducer<String, byte[]> producer, DeliveryQueue.Batch batch)
      throws InterruptedException {
    var failure = batch.heartbeat().map(record -> failureOf(producer.send(record))).orElse(null);
    if (failure instanceof RecordTooLargeException) {
      LOG.error("Heartbeat dropped: it is too large");
      failure = null;
    }
    var sent = new ArrayList<Future<RecordMetadata>>();
    for (var event : batch.events()) {
      if (failure != null) {
        break;
      }
      var future = producer.send(event.record());
      sent.add(future);
      var error = future.isDone() ? failureOf(future) : null;
      failure = error instanceof RecordTooLargeException ? null : error;
    }
    producer.flush();
    List<DeliveryQueue.Waiting> left = new ArrayList<>();
    for (int i = 0; i < batch.events().size(); i++) {
      var error = i < sent.size() ? failureOf(sent.get(i)) : failure;
      if (error instanceof RecordTooLargeException) {
        LOG.errorf("Event dropped: it is too large topic=%s", topicOf(batch.events().get(i)));
      } else if (error != null) {
        failure = error;
        left.add(batch.events().get(i));
      } else {
        batch.events().get(i).onDelivered().run();
      }
    }
    queue.putBack(left);
    return failure;
  }

  private static String topicOf(DeliveryQueue.Waiting event) {
    ProducerRecord<String, byte[]> record = event.record();
    return record.topic();
  }

  private static Throwable failureOf(Future<RecordMetadata> future) {
    try {
      future.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static void closeQuietly(KafkaProducer<String, byte[]> producer) {
    try {
      producer.close(Duration.ZERO);
    } catch (KafkaException e) {
      LOG.debug("The producer could not be closed", e);
    }
  }

  private void noteAway(Throwable reason) {
    if (!away) {
      away = true;
      LOG.warnf("Kafka does not answer, events wait reason=%s", reason.getMessage());
    }
  }

  private Map<String, Object> settings() {
    return connection.with(
        Map.of(
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            StringSerializer.class,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            15_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            5_000,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            5_000,
            ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            2_000,
            // A topic may be made only after the first event for it.
            ProducerConfig.METADATA_MAX_AGE_CONFIG,
            10_000,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            8L << 20));
  }
}
