package dev.trainyard.kit.outbox;

import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.KafkaConnection;
import dev.trainyard.kit.lifecycle.Waiting;
import io.quarkus.arc.All;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * The one thread that carries outbox rows to Kafka, and clears away those that never can be. Of
 * several replicas of a service the one that holds a PostgreSQL advisory lock is active; the others
 * take over when its session ends.
 */
@ApplicationScoped
@IfBuildProperty(name = "trainyard.outbox.enabled", stringValue = "true", enableIfMissing = true)
class OutboxRelay {
  private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

  /** "outbox" in ASCII; every service has a database of its own, so the number may be the same. */
  private static final long LOCK = 0x6f7574626f78L;

  private static final long RETRY_MILLIS = 1_000;
  private static final long LAST_BATCHES_MILLIS = 8_000;
  private static final long LAST_DELETE_MILLIS = 2_000;

  private final DataSource dataSource;
  private final CloudEventCodec codec;
  private final OutboxConfig config;
  private final KafkaConnection connection;
  private final List<RecordSigner> signers;
  private final RejectedEvents rejected;
  private final Waiting waiting = new Waiting(LOG, "the outbox");
  private final Semaphore wakeUps = new Semaphore(0);
  private volatile boolean running;
  private Thread worker;

  OutboxRelay(
      DataSource dataSource,
      CloudEventCodec codec,
      OutboxConfig config,
      Clock clock,
      KafkaConnection connection,
      @All List<RecordSigner> signers) {
    this.dataSource = dataSource;
    this.codec = codec;
    this.config = config;
    this.connection = connection;
    this.signers = List.copyOf(signers);
    this.rejected = new RejectedEvents(config.rejectedRetention(), clock);
  }

  void onStart(@Observes StartupEvent event) {
    running = true;
    worker = new Thread(this::run, "outbox-relay");
    worker.start();
  }

  /**
   * Sends what is there, then stops. Not with the other parts that stop, but after requests and
   * messages have been dealt with: what they still wrote goes out too. An event that was sent and
   * not deleted would be sent again, so the thread is interrupted only if the broker or the
   * database does not answer.
   */
  void onStop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event)
      throws InterruptedException {
    if (worker == null) {
      // The start failed before this one's turn.
      return;
    }
    running = false;
    wakeUps.release();
    worker.join(LAST_BATCHES_MILLIS);
    if (worker.isAlive()) {
      LOG.warn(
          "Outbox relay stops although events may be left; they are sent after the next start");
      worker.interrupt();
      worker.join(LAST_DELETE_MILLIS);
    }
  }

  /** Says that there is something to send. */
  void wake() {
    if (wakeUps.availablePermits() == 0) {
      wakeUps.release();
    }
  }

  private void run() {
    try {
      while (running) {
        try {
          relayWithProducer();
        } catch (InterruptException e) {
          return;
        } catch (RuntimeException e) {
          if (e.getCause() instanceof SQLTransientConnectionException away) {
            waiting.on(String.valueOf(away.getMessage()));
            Thread.sleep(RETRY_MILLIS);
            continue;
          }
          // No address of the broker can be resolved yet, the producer is beyond repair, …
          LOG.warn("Outbox relay failed, will try again", e);
          Thread.sleep(RETRY_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Outbox relay stopped");
    }
  }

  private void relayWithProducer() throws InterruptedException {
    try (var producer = new KafkaProducer<String, byte[]>(producerSettings());
        var dispatcher = new OutboxDispatcher(producer, codec, this::sign, config.batchSize())) {
      while (running) {
        try (var connection = dataSource.getConnection()) {
          relayWhileLocked(connection, dispatcher);
        } catch (SQLException e) {
          waiting.on(String.valueOf(e.getMessage()));
          Thread.sleep(RETRY_MILLIS);
        }
      }
    }
  }

  private void sign(ProducerRecord<String, byte[]> record) {
    signers.forEach(signer -> signer.sign(record));
  }

  private void relayWhileLocked(Connection connection, OutboxDispatcher dispatcher)
      throws SQLException, InterruptedException {
    if (!tryLock(connection)) {
      waiting.over();
      wakeUps.tryAcquire(config.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
      return;
    }
    try {
      boolean isLast;
      boolean more;
      do {
        wakeUps.drainPermits();
        // Asked before the look: what was committed until the stop is seen by one more look.
        isLast = !running;
        rejected.deleteOld(connection);
        more = dispatcher.dispatch(connection);
        waiting.over();
        if (!more && !isLast) {
          wakeUps.tryAcquire(config.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
        }
      } while (more || !isLast);
    } finally {
      unlock(connection);
    }
  }

  private static boolean tryLock(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
      return result.next() && result.getBoolean(1);
    }
  }

  /** The pool keeps the session, and with it the lock, unless it is given back. */
  private static void unlock(Connection connection) throws SQLException {
    if (!connection.isClosed()) {
      try (var statement = connection.createStatement()) {
        statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
      }
    }
  }

  private Map<String, Object> producerSettings() {
    return connection.with(
        Map.of(
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            StringSerializer.class,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            30_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            10_000,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            10_000,
            // A topic may be made only after the first event for it.
            ProducerConfig.METADATA_MAX_AGE_CONFIG,
            10_000));
  }
}
