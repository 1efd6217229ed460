package dev.trainyard.monitoring.retention;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;
import java.util.Optional;

/** How long what happened is kept. */
@ConfigMapping(prefix = "trainyard.retention")
interface RetentionConfig {

  /** Log lines; for ever when absent. */
  Optional<Duration> logs();

  /** Entries of the journal; for ever when absent. */
  Optional<Duration> journal();

  /** How often is looked for what is too old. */
  Duration interval();
}
