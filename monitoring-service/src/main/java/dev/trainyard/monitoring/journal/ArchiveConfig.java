package dev.trainyard.monitoring.journal;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What becomes of journal days before they are deleted. */
@ConfigMapping(prefix = "trainyard.journal.archive")
interface ArchiveConfig {

  /** Whether they are archived first; when absent, they are where a storage is configured. */
  Optional<Boolean> enabled();

  /** Where to. */
  String bucket();
}
