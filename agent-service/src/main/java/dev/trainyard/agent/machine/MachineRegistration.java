package dev.trainyard.agent.machine;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.identity.NotEnrolledException;
import dev.trainyard.agent.platform.Credentials;
import dev.trainyard.agent.platform.HttpStatusException;
import dev.trainyard.agent.platform.PlatformClient;
import dev.trainyard.agent.platform.Retry;
import dev.trainyard.kit.settings.ServiceAddresses;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Sees to it in the background that the process service knows this machine and its agent. The agent
 * works in any case: heartbeats go out, and commands come once it is known.
 */
@ApplicationScoped
public class MachineRegistration {
  private static final Logger LOG = Logger.getLogger(MachineRegistration.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** A machine that was deleted and registered again wants its agent to enrol anew. */
  private static final Duration LOOKED_AGAIN = Duration.ofMinutes(1);

  private static final int NOT_FOUND = 404;

  private final AgentConfig config;
  private final PlatformClient client;
  private final Credentials credentials;
  private final ServiceAddresses services;
  private final Thread worker = new Thread(this::run, "machine-registration");
  private volatile Registration state = Registration.UNKNOWN;
  private String lastTold = "";

  MachineRegistration(
      AgentConfig config,
      PlatformClient client,
      Credentials credentials,
      ServiceAddresses services) {
    this.config = config;
    this.client = client;
    this.credentials = credentials;
    this.services = services;
  }

  /** Whether the process service knows the machine and its agent. */
  public enum Registration {
    /** It has not answered yet. */
    UNKNOWN,
    REGISTERED,
    NOT_REGISTERED
  }

  /**
   * @param enrolled null from a service before this field
   */
  record Machine(UUID id, String name, Boolean enrolled) {}

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
      while (true) {
        if (isRegistered()) {
          pause = FIRST_PAUSE;
          Thread.sleep(LOOKED_AGAIN.toMillis());
        } else {
          Thread.sleep(pause.toMillis());
          var longer = pause.multipliedBy(2);
          pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Machine registration ended");
    }
  }

  private boolean isRegistered() throws InterruptedException {
    var machines = ServiceAddresses.resource(services.processUrl(), "/machines");
    try {
      var machine = client.get(URI.create(machines + "/" + config.machineId()), Machine.class);
      if (Boolean.FALSE.equals(machine.enrolled())) {
        // The token outlives the key: the next one is asked for with a new enrolment.
        credentials.renew();
        return isUnknown("the machine was registered anew");
      }
      if (state != Registration.REGISTERED) {
        LOG.infof("Machine is registered machineId=%s name=%s", machine.id(), machine.name());
        state = Registration.REGISTERED;
        lastTold = "";
      }
      return true;
    } catch (HttpStatusException e) {
      return e.status() == NOT_FOUND ? isUnknown("there is no such machine") : retryAfter(e);
    } catch (NotEnrolledException e) {
      return isUnknown(Retry.reasonOf(e));
    } catch (IOException e) {
      return retryAfter(e);
    }
  }

  private boolean isUnknown(String reason) {
    state = Registration.NOT_REGISTERED;
    tell(
        ("This agent is not enrolled and gets no work. Register the machine with POST"
                + " /api/v1/machines and this id, ask for a code with POST"
                + " /api/v1/machines/ID/enrolment, and give it to the agent as"
                + " trainyard.agent.enrolment-code or in the file of"
                + " trainyard.agent.enrolment-code-file machineId=%s reason=%s")
            .formatted(config.machineId(), reason));
    return false;
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
}
