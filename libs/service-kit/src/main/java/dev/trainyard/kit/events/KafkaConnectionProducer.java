package dev.trainyard.kit.events;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;

/** The connection as the service is configured. */
@Dependent
class KafkaConnectionProducer {

  @Produces
  @Singleton
  KafkaConnection connection(@Identifier("default-kafka-broker") Map<String, Object> settings) {
    return KafkaConnection.of(settings);
  }
}
