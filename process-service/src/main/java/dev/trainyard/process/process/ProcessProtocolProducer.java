package dev.trainyard.process.process;

import dev.trainyard.protocol.process.ProcessProtocol;
import dev.trainyard.protocol.process.Waits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The protocol with this installation's waits. */
@ApplicationScoped
class ProcessProtocolProducer {

  @Produces
  @Singleton
  ProcessProtocol protocol(ProcessConfig config) {
    return new ProcessProtocol(
        new Waits(config.commandTimeout(), config.missingTimeout(), config.reportGrace()));
  }
}
