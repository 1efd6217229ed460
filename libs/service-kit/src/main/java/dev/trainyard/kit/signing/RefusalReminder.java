package dev.trainyard.kit.signing;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says when somebody is to be told that messages in a machine's name are refused: of a flood once a
 * minute for each machine. Thread-safe.
 */
public final class RefusalReminder {
  private static final Duration TOLD_AGAIN = Duration.ofMinutes(1);
  private static final int MAX_REMEMBERED = 10_000;

  private final Map<UUID, Instant> told = new ConcurrentHashMap<>();

  /** Whether nobody was told of this machine for a while. */
  public boolean isDue(UUID machineId, Instant now) {
    var before = told.get(machineId);
    return before == null || !before.plus(TOLD_AGAIN).isAfter(now);
  }

  /** Somebody was told now. */
  public void told(UUID machineId, Instant now) {
    if (told.size() >= MAX_REMEMBERED) {
      told.clear();
    }
    told.put(machineId, now);
  }
}
