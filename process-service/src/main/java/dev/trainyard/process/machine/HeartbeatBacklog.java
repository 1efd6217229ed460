package dev.trainyard.process.machine;

import dev.trainyard.contracts.event.Topics;
import dev.trainyard.kit.events.KafkaConnection;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Asks the broker how far signs of life have been read, by whichever replica. */
@ApplicationScoped
class HeartbeatBacklog {
  private static final long ANSWER_SECONDS = 3;

  private final Admin broker;
  private final Clock clock;
  private final ReadingProgress progress = new ReadingProgress();

  HeartbeatBacklog(KafkaConnection connection, Clock clock) {
    this.clock = clock;
    this.broker =
        Admin.create(
            connection.with(Map.of(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000)));
  }

  /**
   * Signs of life that came until this moment have been taken, as far as the broker could be asked.
   * Empty while it does not answer.
   */
  synchronized Optional<Instant> takenUntil() throws InterruptedException {
    try {
      var now = clock.instant();
      var ends = ends();
      progress.note(ends, committed(), now);
      return progress.readUntil();
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }

  @PreDestroy
  void close() {
    broker.close(Duration.ZERO);
  }

  private Map<TopicPartition, Long> ends()
      throws ExecutionException, InterruptedException, TimeoutException {
    var topic =
        broker
            .describeTopics(List.of(Topics.MACHINE_HEARTBEATS))
            .topicNameValues()
            .get(Topics.MACHINE_HEARTBEATS)
            .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    var latest =
        topic.partitions().stream()
            .collect(
                Collectors.toMap(
                    partition -> new TopicPartition(topic.name(), partition.partition()),
                    partition -> OffsetSpec.latest()));
    var ends = new HashMap<TopicPartition, Long>();
    broker
        .listOffsets(latest)
        .all()
        .get(ANSWER_SECONDS, TimeUnit.SECONDS)
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  private Map<TopicPartition, Long> committed()
      throws ExecutionException, InterruptedException, TimeoutException {
    var committed = new HashMap<TopicPartition, Long>();
    broker
        .listConsumerGroupOffsets(HeartbeatStart.GROUP)
        .partitionsToOffsetAndMetadata()
        .get(ANSWER_SECONDS, TimeUnit.SECONDS)
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                committed.put(partition, offset.offset());
              }
            });
    return committed;
  }
}
