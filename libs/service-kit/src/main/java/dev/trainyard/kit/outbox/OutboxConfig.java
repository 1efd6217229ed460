package dev.trainyard.kit.outbox;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How events leave the database. */
@ConfigMapping(prefix = "trainyard.outbox")
public interface OutboxConfig {

  /** Read at build time: off in a service without a database. */
  boolean enabled();

  /** How long to wait for a wake-up before looking anyway. */
  Duration pollInterval();

  /** Events read at a time. */
  int batchSize();
}
