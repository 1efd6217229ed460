package dev.trainyard.kit.events;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The service's codec, which writes events in its name. */
@Dependent
class CodecProducer {

  @Produces
  @Singleton
  CloudEventCodec codec(@ConfigProperty(name = "quarkus.application.name") String serviceName) {
    return new CloudEventCodec(serviceName);
  }
}
