package dev.trainyard.kit.events;

import io.smallrye.config.ConfigMapping;

/** How the service uses Kafka. */
@ConfigMapping(prefix = "trainyard.kafka")
public interface KafkaConfig {

  /** Whether the service makes the topics that are missing; off where an operator makes them. */
  boolean createTopics();

  /** Partitions of a topic the service makes. */
  int partitions();

  /** Replicas of a topic the service makes. */
  short replicationFactor();
}
