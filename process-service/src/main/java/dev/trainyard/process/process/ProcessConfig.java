package dev.trainyard.process.process;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long the process service waits for agents before it repairs. */
@ConfigMapping(prefix = "trainyard.process")
interface ProcessConfig {
  /** What is told of a grace period that is refused. */
  String STOP_GRACE = "is ${validatedValue}, but must be 1 second to 1 hour";

  /** Without a sign of life from the machine for so long a process has failed. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration agentLostTimeout();

  /** How often lost machines are looked for. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration checkInterval();

  /** How often waiting starts are looked at. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration queueInterval();

  /** How often processes that ended long ago are looked for. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration retentionInterval();

  /**
   * Finished processes are deleted after so long, with their stages, unless they are switched off;
   * never when absent.
   */
  Optional<
          @DurationMin(
              hours = 1,
              message = "is ${validatedValue}, but must be 1 hour or more; empty for ever")
          Duration>
      retention();

  /** A command that has no effect after so long is sent again. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration commandTimeout();

  /** A running process that its machine does not know for so long has failed. */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration missingTimeout();

  /**
   * A report that a heartbeat repeats is taken from there when it has not arrived after so long;
   * until then it is thought to be on its way.
   */
  @DurationMin(nanos = 1, message = "is ${validatedValue}, but must be longer than zero")
  Duration reportGrace();

  /** How long a trainer may take for its checkpoint before it is stopped by force. */
  @DurationMin(seconds = 1, message = STOP_GRACE)
  @DurationMax(hours = 1, message = STOP_GRACE)
  Duration stopGrace();

  /**
   * Refuses the start when a machine's process would be given up before the machine counts as away.
   */
  @ApplicationScoped
  class SilenceCheck {

    void onStart(
        @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event,
        ProcessConfig config,
        @ConfigProperty(name = "trainyard.machine.unavailable-after") Duration unavailableAfter) {
      check(config.agentLostTimeout(), unavailableAfter);
    }

    static void check(Duration agentLostTimeout, Duration unavailableAfter) {
      if (agentLostTimeout.compareTo(unavailableAfter) <= 0) {
        throw new ConfigurationException(
            ("trainyard.process.agent-lost-timeout is %s, but must be longer than"
                    + " trainyard.machine.unavailable-after, which is %s")
                .formatted(agentLostTimeout, unavailableAfter),
            Set.of("trainyard.process.agent-lost-timeout", "trainyard.machine.unavailable-after"));
      }
    }
  }
}
