package dev.trainyard.monitoring.status;

import dev.trainyard.kit.events.KafkaConnection;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** What is asked of the broker itself. Connects at the first question. Thread-safe. */
@ApplicationScoped
class KafkaBroker {
  private static final Logger LOG = Logger.getLogger(KafkaBroker.class);
  private static final int TIMEOUT_MILLIS = 2_000;

  private final KafkaConnection connection;
  private Admin admin;

  KafkaBroker(KafkaConnection connection) {
    this.connection = connection;
  }

  /**
   * Asks for the brokers of the cluster.
   *
   * @throws PartDownException if none answers in time
   */
  void ask(Duration timeout) throws InterruptedException {
    try {
      admin().describeCluster().nodes().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new PartDownException("does not answer at " + connection.bootstrapServers(), e);
    }
  }

  /**
   * Messages that a consumer group has not confirmed yet; empty when the broker does not answer.
   */
  Optional<Long> lagOf(String groupId) {
    try {
      var confirmed =
          admin()
              .listConsumerGroupOffsets(groupId)
              .partitionsToOffsetAndMetadata()
              .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
      var newest =
          admin()
              .listOffsets(
                  confirmed.keySet().stream()
                      .collect(
                          Collectors.<TopicPartition, TopicPartition, OffsetSpec>toMap(
                              partition -> partition, partition -> OffsetSpec.latest())))
              .all()
              .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
      return Optional.of(
          confirmed.entrySet().stream()
              .filter(entry -> entry.getValue() != null)
              .mapToLong(entry -> newest.get(entry.getKey()).offset() - offset(entry))
              .sum());
    } catch (ExecutionException | TimeoutException e) {
      LOG.debugf("Lag not known groupId=%s reason=%s", groupId, e.getMessage());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  synchronized void onStop(@Observes ShutdownEvent event) {
    if (admin != null) {
      admin.close(Duration.ofSeconds(1));
    }
  }

  private static long offset(Map.Entry<TopicPartition, OffsetAndMetadata> entry) {
    return entry.getValue().offset();
  }

  private synchronized Admin admin() {
    if (admin == null) {
      admin =
          Admin.create(
              connection.with(
                  Map.of(
                      AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                      TIMEOUT_MILLIS,
                      AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                      TIMEOUT_MILLIS)));
    }
    return admin;
  }
}
