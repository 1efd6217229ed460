package dev.trainyard.agent.trainer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What Linux tells of its processes; other systems tell nothing. */
final class ProcessTable {
  /** The variable that a trainer and its children have in their environment: their folder. */
  static final String MARK = "TRAINYARD_TRAINER";

  private static final Path ROOT = Path.of("/proc");
  private static final Path BOOT_ID = ROOT.resolve("sys/kernel/random/boot_id");

  // Counted from the state, which follows the name in brackets.
  private static final int GROUP = 2;
  private static final int START_TICKS = 19;

  private ProcessTable() {}

  /**
   * A process.
   *
   * @param zombie dead, but nobody has asked for its exit code: as in a container without an init
   * @param group the process group it is in
   * @param startTicks when it began, counted from the start of the machine: no clock moves it
   */
  record Entry(boolean zombie, long group, long startTicks) {}

  /** Which start of the machine this is. */
  static Optional<String> bootId() {
    try {
      return Optional.of(Files.readString(BOOT_ID).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<Entry> entry(long pid) {
    return entry(ROOT.resolve("" + pid));
  }

  /** Whether a process of this group is known to come from the trainer of this folder. */
  static boolean hasMember(long group, Path folder) {
    try (var processes = Files.newDirectoryStream(ROOT, "[0-9]*")) {
      for (var process : processes) {
        if (entry(process).filter(entry -> entry.group() == group).isPresent()
            && (worksIn(process, folder) || isMarked(process, folder))) {
          return true;
        }
      }
    } catch (IOException e) {
      return false;
    }
    return false;
  }

  private static Optional<Entry> entry(Path process) {
    try {
      var stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Optional.of(
          new Entry(
              fields[0].equals("Z"),
              Long.parseLong(fields[GROUP]),
              Long.parseLong(fields[START_TICKS])));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static boolean worksIn(Path process, Path folder) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isMarked(Path process, Path folder) {
    try {
      var mark = MARK + "=" + folder;
      var environment = new String(Files.readAllBytes(process.resolve("environ")));
      return Arrays.asList(environment.split("\0")).contains(mark);
    } catch (IOException e) {
      return false;
    }
  }
}
