package dev.trainyard.agent.run;

import dev.trainyard.agent.storage.Directories;
import dev.trainyard.agent.trainer.TrainerFiles;
import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.kit.privilege.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

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

  /** The start command of the newest attempt. */
  Path command() {
    return root.resolve("command.json");
  }

  /** Which trace the start command of an attempt belongs to. */
  Path trace(int attempt) {
    return root.resolve("trace-%d".formatted(attempt));
  }

  /** How the agent and a trainer talk. */
  TrainerFiles trainer(int attempt, int launch) {
    return new TrainerFiles(root.resolve("trainer-%d-%d".formatted(attempt, launch)), log(attempt));
  }

  /** The folders of all launches of all attempts. */
  List<TrainerFiles> trainers() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (var folders = Files.newDirectoryStream(root, "trainer-*-*")) {
      return StreamSupport.stream(folders.spliterator(), false)
          .map(folder -> new TrainerFiles(folder, log(0)))
          .toList();
    }
  }

  /** What the trainer is told. */
  public Path specification() {
    return root.resolve("run.json");
  }

  /** The trainer's own: caches and checkpoints. */
  public Path work() {
    return root.resolve("work");
  }

  /** The archive that the trainer writes; it may write nowhere but in its work. */
  public Path modelArchive() {
    var ofAnEarlierAgent = root.resolve("model.zip");
    return Files.exists(ofAnEarlierAgent) ? ofAnEarlierAgent : work().resolve("model.zip");
  }

  /** The trainer's log of an attempt. */
  public Path log(int attempt) {
    return root.resolve("trainer-%d.log".formatted(attempt));
  }

  /** Makes the directories; without {@code resume} what an earlier attempt left is removed. */
  void prepare(boolean resume) throws IOException {
    OwnerOnly.createDirectories(root);
    Files.deleteIfExists(modelArchive());
    OwnerOnly.createDirectories(work());
    if (!resume) {
      try (var files = Files.newDirectoryStream(work(), RunDirectory::isNotTheLock)) {
        for (var file : files) {
          Directories.delete(file);
        }
      }
    }
  }

  private static boolean isNotTheLock(Path file) {
    return !file.endsWith(RunSpecification.LOCK_FILE);
  }

  /** Removes what a finished run needs no more; state, messages and logs stay. */
  void discardWork() throws IOException {
    Files.deleteIfExists(modelArchive());
    Directories.delete(work());
  }
}
