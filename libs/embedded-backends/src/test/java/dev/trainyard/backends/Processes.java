package dev.trainyard.backends;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Trees of processes, by the id of their root. */
final class Processes {

  /** Long, since a process that ended counts until its adoptive parent has taken note. */
  private static final Duration END = Duration.ofSeconds(30);

  private Processes() {}

  /** The process and all below it, as they are now. */
  static List<ProcessHandle> of(long pid) {
    ProcessHandle root = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(root), root.descendants()).toList();
  }

  static void awaitEnd(List<ProcessHandle> processes) {
    await().atMost(END).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Kills the whole tree at once, as a power cut does. */
  static void killAll(long pid) {
    List<ProcessHandle> processes = of(pid);
    processes.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(processes);
  }
}
