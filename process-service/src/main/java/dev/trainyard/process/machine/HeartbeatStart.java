package dev.trainyard.process.machine;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Begins with the signs of life that come from now on: older ones do not tell the present. Where it
 * begins is committed at once, so that {@link Listening} can see that nothing waits.
 */
@ApplicationScoped
@Identifier(HeartbeatStart.GROUP) class HeartbeatStart implements KafkaConsumerRebalanceListener {
  static final String GROUP = "process-service-heartbeats";

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    consumer.seekToEnd(partitions);
    consumer.commitSync(
        partitions.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    partition -> new OffsetAndMetadata(consumer.position(partition)))));
  }
}
