package dev.trainyard.agent.machine;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.platform.HttpStatusException;
import dev.trainyard.agent.platform.PlatformClient;
import dev.trainyard.agent.platform.Retry;
import dev.trainyard.agent.platform.ServiceAddresses;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Looks in the background whether the process service knows this machine, and registers it if that
 * is wanted. The agent works in any case: heartbeats go out, and commands come once the machine is
 * known.
 */
@ApplicationScoped
public class MachineRegistration {
  private static final Logger LOG = Logger.getLogger(MachineRegistration.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final int NOT_FOUND = 404;

  private final AgentConfig config;
  private final PlatformClient client;
  private final ServiceAddresses services;
  private final Thread worker = new Thread(this::run, "machine-registration");
  private volatile Registration state = Registration.UNKNOWN;
  private String lastTold = "";

  MachineRegistration(AgentConfig config, PlatformClient client, ServiceAddresses services) {
    this.config = config;
    this.client = client;
    this.services = services;
  }

  /** Whether the process service knows the machine. */
  public enum Registration {
    /** It has not answered yet. */
    UNKNOWN,
    REGISTERED,
    NOT_REGISTERED
  }

  record Machine(UUID id, String name) {}

  public void start() {
    worker.setDaemon(true);
    worker.start();
  }

  public void stop() {
    worker.interrupt();
  }

  public Registration state() {
    return state;
  }

  private void run() {
    var pause = FIRST_PAUSE;
    try {
      while (!isRegistered()) {
        Thread.sleep(pause.toMillis());
        var longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
      }
    } catch (InterruptedException e) {
      LOG.debug("Machine registration ended");
    }
  }

  private boolean isRegistered() throws InterruptedException {
    var machines = ServiceAddresses.resource(services.processUrl(), "/machines");
    try {
      var machine = client.get(URI.create(machines + "/" + config.machineId()), Machine.class);
      LOG.infof("Machine is registered machineId=%s name=%s", machine.id(), machine.name());
      state = Registration.REGISTERED;
      return true;
    } catch (HttpStatusException e) {
      return e.status() == NOT_FOUND ? handleUnknown(machines) : retryAfter(e);
    } catch (IOException e) {
      return retryAfter(e);
    }
  }

  private boolean handleUnknown(URI machines) throws InterruptedException {
    state = Registration.NOT_REGISTERED;
    if (!config.selfRegister()) {
      tell(
          ("Machine is not registered and gets no work. Register it with POST %s and this id,"
                  + " or set trainyard.agent.self-register=true machineId=%s")
              .formatted(machines, config.machineId()));
      return false;
    }
    try {
      var host = hostName();
      var request =
          Map.of(
              "id", config.machineId(),
              "name", config.machineName().orElse(host),
              "address", config.machineAddress().orElse(host));
      var machine = client.post(machines, request, Machine.class, ANSWER_TIMEOUT);
      LOG.infof("Machine has registered itself machineId=%s name=%s", machine.id(), machine.name());
      state = Registration.REGISTERED;
      return true;
    } catch (IOException e) {
      return retryAfter(e);
    }
  }

  private boolean retryAfter(IOException e) {
    tell("Machine registration will be tried again reason=" + Retry.reasonOf(e));
    return false;
  }

  /** Says the same only once in a row. */
  private void tell(String message) {
    if (!message.equals(lastTold)) {
      lastTold = message;
      LOG.warn(message);
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
