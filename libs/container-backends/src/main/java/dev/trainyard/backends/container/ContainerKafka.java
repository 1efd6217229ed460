package dev.trainyard.backends.container;

import dev.trainyard.backends.SharedServers.SharedServer;
import java.util.Map;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Kafka, one node, open to all who reach it, which makes no topic by itself. */
final class ContainerKafka implements SharedServer {
  private final KafkaContainer container;

  ContainerKafka(DockerImageName image) {
    container =
        new KafkaContainer(image)
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
            .withEnv("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "4");
    container.start();
  }

  @Override
  public Map<String, String> configuration(String database) {
    return Map.of("kafka.bootstrap.servers", container.getBootstrapServers());
  }

  @Override
  public void close() {
    container.stop();
  }
}
