package dev.trainyard.process.process;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** How long the process service waits for agents before it repairs. */
@ConfigMapping(prefix = "trainyard.process")
interface ProcessConfig {

  /** Without a sign of life from the machine for so long a process has failed. */
  Duration agentLostTimeout();

  /** How often lost machines are looked for. */
  Duration checkInterval();

  /** How often waiting starts are looked at. */
  Duration queueInterval();

  /** How often processes that ended long ago are looked for. */
  Duration retentionInterval();

  /** Finished processes are deleted after so long, with their stages; never when absent. */
  Optional<Duration> retention();

  /** A command that has no effect after so long is sent again. */
  Duration commandTimeout();

  /** A running process that its machine does not know for so long has failed. */
  Duration missingTimeout();

  /**
   * A report that a heartbeat repeats is taken from there when it has not arrived after so long;
   * until then it is thought to be on its way.
   */
  Duration reportGrace();

  /** How long a trainer may take for its checkpoint before it is stopped by force. */
  Duration stopGrace();
}
