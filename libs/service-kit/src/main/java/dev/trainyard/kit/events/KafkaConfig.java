package dev.trainyard.kit.events;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Min;

/** How the service uses Kafka. */
@ConfigMapping(prefix = "trainyard.kafka")
public interface KafkaConfig {

  /** Whether the service makes the topics that are missing; off where an operator makes them. */
  boolean createTopics();

  /** Partitions of a topic the service makes. */
  @Min(value = 1, message = "is ${validatedValue}, but must be 1 or more") int partitions();

  /** Replicas of a topic the service makes. */
  @Min(value = 1, message = "is ${validatedValue}, but must be 1 or more") short replicationFactor();
}
