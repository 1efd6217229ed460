package dev.trainyard.agent;

import dev.trainyard.agent.command.CommandConsumer;
import dev.trainyard.agent.identity.AgentKey;
import dev.trainyard.agent.installation.AgentInstallation;
import dev.trainyard.agent.machine.HeartbeatSender;
import dev.trainyard.agent.machine.MachineRegistration;
import dev.trainyard.agent.publishing.KafkaDelivery;
import dev.trainyard.agent.run.RunRecovery;
import dev.trainyard.agent.run.RunSupervisor;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Starts the agent's parts in order and ends them in the reverse one. */
@ApplicationScoped
class Agent {
  private static final Logger LOG = Logger.getLogger(Agent.class);

  private final AgentInstallation installation;
  private final AgentKey key;
  private final KafkaDelivery delivery;
  private final RunSupervisor supervisor;
  private final RunRecovery recovery;
  private final HeartbeatSender heartbeats;
  private final MachineRegistration registration;
  private final CommandConsumer commands;

  Agent(
      AgentInstallation installation,
      AgentKey key,
      KafkaDelivery delivery,
      RunSupervisor supervisor,
      RunRecovery recovery,
      HeartbeatSender heartbeats,
      MachineRegistration registration,
      CommandConsumer commands) {
    this.installation = installation;
    this.key = key;
    this.delivery = delivery;
    this.supervisor = supervisor;
    this.recovery = recovery;
    this.heartbeats = heartbeats;
    this.registration = registration;
    this.commands = commands;
  }

  void onStart(@Observes StartupEvent event) {
    try {
      installation.open();
      key.open();
    } catch (IllegalStateException e) {
      LOG.fatal(e.getMessage());
      throw e;
    }
    // What an earlier life left is settled before anything new can come.
    supervisor.recover(recovery);
    delivery.start();
    heartbeats.start();
    registration.start();
    commands.start();
  }

  void onStop(@Observes ShutdownEvent event) throws InterruptedException {
    commands.stop();
    registration.stop();
    supervisor.shutdown();
    heartbeats.stop();
    delivery.stop();
  }
}
