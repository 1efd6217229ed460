package dev.trainyard.monitoring.journal;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What becomes of journal days before they are deleted. */
@ConfigMapping(prefix = "trainyard.journal.archive")
interface ArchiveConfig {

  /**
   * Whether days of the journal are archived before they are deleted; when absent, where a storage
   * is configured.
   */
  Optional<Boolean> enabled();

  /** The bucket that they are archived to. */
  String bucket();
}
