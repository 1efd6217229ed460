package dev.trainyard.agent.machine;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.failure.LastResort;
import dev.trainyard.agent.installation.AgentInstallation;
import dev.trainyard.agent.publishing.EventPublisher;
import dev.trainyard.agent.run.RunSupervisor;
import dev.trainyard.contracts.machine.Heartbeat;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Says that the machine lives and what it does: regularly, and at once when its run changes. */
@ApplicationScoped
public class HeartbeatSender {
  private static final Logger LOG = Logger.getLogger(HeartbeatSender.class);

  private final UUID machineId;
  private final AgentInstallation installation;
  private final String agentVersion;
  private final Duration interval;
  private final HardwareProbe probe;
  private final RunSupervisor supervisor;
  private final EventPublisher publisher;
  private final Clock clock;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            return thread;
          });
  private final LastResort lastResort = new LastResort(() -> !this.scheduler.isShutdown());
  private final AtomicLong sequence = new AtomicLong();

  HeartbeatSender(
      AgentConfig config,
      @ConfigProperty(name = "quarkus.application.version") String agentVersion,
      AgentInstallation installation,
      HardwareProbe probe,
      RunSupervisor supervisor,
      EventPublisher publisher,
      Clock clock) {
    this.machineId = config.machineId();
    this.installation = installation;
    this.agentVersion = agentVersion;
    this.interval = config.heartbeatInterval();
    this.probe = probe;
    this.supervisor = supervisor;
    this.publisher = publisher;
    this.clock = clock;
  }

  public void start() {
    supervisor.onChange(this::sendSoon);
    scheduler.scheduleAtFixedRate(this::send, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  public void stop() {
    scheduler.shutdownNow();
  }

  /** What the machine is and does at this moment, without sending it. */
  Heartbeat present() {
    return new Heartbeat(
        machineId,
        installation.agentId(),
        installation.incarnation(),
        installation.hostName(),
        agentVersion,
        sequence.get(),
        clock.instant(),
        probe.hardware(),
        probe.load(),
        supervisor.observed().orElse(null));
  }

  /** Several changes in a row make one heartbeat. */
  private void sendSoon() {
    if (!scheduler.isShutdown() && requested.compareAndSet(false, true)) {
      scheduler.execute(
          () -> {
            requested.set(false);
            send();
          });
    }
  }

  private void send() {
    try {
      sequence.incrementAndGet();
      publisher.publishHeartbeat(present());
    } catch (RuntimeException e) {
      // Thrown on, it would end the schedule, and the machine would be taken for lost.
      LOG.error("A heartbeat could not be made", e);
    } catch (Error e) {
      // The scheduler would keep it to itself.
      lastResort.uncaughtException(Thread.currentThread(), e);
    }
  }
}
