package dev.trainyard.agent.run;

import dev.trainyard.agent.storage.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of one process on this machine; all its attempts share them, so that a later one finds
 * the checkpoint.
 *
 * @param root {@code <data>/runs/<processId>}
 */
public record RunDirectory(Path root) {

  Path state() {
    return root.resolve("state.json");
  }

  /** What the trainer is told. */
  public Path specification() {
    return root.resolve("run.json");
  }

  /** The trainer's own: caches and checkpoints. */
  public Path work() {
    return root.resolve("work");
  }

  /** The archive that the trainer writes. */
  public Path modelArchive() {
    return root.resolve("model.zip");
  }

  /** The trainer's log of an attempt. */
  public Path log(int attempt) {
    return root.resolve("trainer-%d.log".formatted(attempt));
  }

  /** Makes the directories; without {@code resume} what an earlier attempt left is removed. */
  void prepare(boolean resume) throws IOException {
    Files.createDirectories(root);
    Files.deleteIfExists(modelArchive());
    if (!resume) {
      Directories.delete(work());
    }
    Files.createDirectories(work());
  }

  /** Removes what a finished run needs no more; state and logs stay. */
  void discardWork() throws IOException {
    Directories.delete(work());
    Files.deleteIfExists(modelArchive());
  }
}
