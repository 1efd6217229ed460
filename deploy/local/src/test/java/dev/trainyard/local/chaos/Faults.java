package dev.trainyard.local.chaos;

import dev.trainyard.local.Platform;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Breaks parts of a platform, and remembers which, so that all can be mended. */
final class Faults {
  private final Platform platform;
  private final Set<Part> dead = EnumSet.noneOf(Part.class);
  private final Map<Part, List<Long>> paused = new EnumMap<>(Part.class);
  private final Set<Part> changed = EnumSet.noneOf(Part.class);

  Faults(Platform platform) {
    this.platform = platform;
  }

  /** SIGKILL. */
  void kill(Part part) throws InterruptedException {
    tell("kill", part);
    dead.add(part);
    part.kill(platform);
  }

  /** Starts a killed part and returns when it is ready. */
  void restart(Part part) throws InterruptedException {
    restart(part, Map.of());
  }

  /** Starts a killed part with other settings, which hold until {@link #mend}. */
  void restart(Part part, Map<String, String> environment) throws InterruptedException {
    part.restart(platform, environment);
    dead.remove(part);
    if (environment.isEmpty()) {
      changed.remove(part);
    } else {
      changed.add(part);
    }
    tell("back", part);
  }

  void killAndRestart(Part part) throws InterruptedException {
    kill(part);
    restart(part);
  }

  /** SIGSTOP: the part lives but does nothing until {@link #resume}. */
  void pause(Part part) throws IOException, InterruptedException {
    tell("pause", part);
    var pids = part.pids(platform);
    paused.put(part, pids);
    Signal.STOP.send(pids);
  }

  /** SIGCONT. */
  void resume(Part part) throws IOException, InterruptedException {
    Signal.CONT.send(paused.remove(part));
    tell("resume", part);
  }

  /** SIGSTOP, and after a while SIGCONT. */
  void pause(Part part, Duration away) throws IOException, InterruptedException {
    pause(part);
    ChaosPlatform.letPass(away);
    resume(part);
  }

  /** Puts everything in order again, with the settings that the platform was started with. */
  void mend() throws IOException, InterruptedException {
    for (var part : Set.copyOf(paused.keySet())) {
      resume(part);
    }
    for (var part : Set.copyOf(changed)) {
      kill(part);
    }
    // Backends first: services wait for them.
    for (var part : List.of(Part.POSTGRES, Part.KAFKA, Part.S3)) {
      if (dead.contains(part)) {
        restart(part);
      }
    }
    for (var part : Set.copyOf(dead)) {
      restart(part);
    }
  }

  private static void tell(String what, Part part) {
    Narration.tell("%s %s", what, part);
  }
}
