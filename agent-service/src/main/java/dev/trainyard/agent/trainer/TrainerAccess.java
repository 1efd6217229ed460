package dev.trainyard.agent.trainer;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.kit.privilege.OwnerOnly;
import dev.trainyard.kit.privilege.ProcessUser;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What of the machine the trainer may use. Nobody but the agent's user looks into its data
 * directory. Where the trainer has a user of its own, that one passes through the directory to what
 * its run needs: it owns its work, reads its dataset and its base model, and gets to nothing of
 * other runs. Thread-safe once it is open.
 */
@Singleton
public class TrainerAccess {
  private static final Logger LOG = Logger.getLogger(TrainerAccess.class);
  private static final String RUNS = "runs";

  /** What a run's neighbours are kept from. */
  private static final List<String> SHARED = List.of(RUNS, "datasets", "base-models");

  private final Path data;
  private final Path libraries;
  private final Optional<Path> trainerJar;
  private final Optional<String> userName;
  private volatile ProcessUser user;

  TrainerAccess(AgentConfig config) {
    this.data = config.dataDirectory().toAbsolutePath();
    this.libraries = data.resolve("libraries");
    this.trainerJar = config.trainerJar().map(Path::toAbsolutePath);
    this.userName = config.trainer().user();
  }

  /**
   * Prepares the data directory.
   *
   * @throws IOException if it cannot be closed to others
   * @throws IllegalStateException if the trainer cannot be started as its user; the message says
   *     what to do
   */
  public void open() throws IOException {
    user = ProcessUser.of(userName);
    OwnerOnly.createDirectories(data);
    if (OwnerOnly.close(data)) {
      LOG.warnf("Others could look into the data directory, and cannot any more path=%s", data);
    }
    if (user.isOther()) {
      OwnerOnly.createDirectories(libraries);
      user.give(libraries);
      user.letPass(data);
      for (var name : SHARED) {
        OwnerOnly.createDirectories(data.resolve(name));
        user.letPass(data.resolve(name));
      }
      user.requireDirectory(data.resolve(RUNS));
      trainerJar.ifPresent(user::requireFile);
      LOG.infof("The trainer has a user of its own user=%s", userName.get());
    }
  }

  /** A command that runs another one with what rights the trainer has. */
  List<String> around(List<String> command) {
    return user.around(command);
  }

  /** Where the trainer unpacks its libraries, once for all runs; empty for its user's home. */
  Optional<Path> libraries() {
    return user.isOther() ? Optional.of(libraries) : Optional.empty();
  }

  /**
   * Lets the trainer about to begin get at what it needs, and at nothing of others.
   *
   * @param run the directory of its run
   * @param specification what it is told
   * @param work its own
   * @param files of this launch
   * @param inputs what else it reads
   */
  public void handOver(
      Path run, Path specification, Path work, TrainerFiles files, List<Path> inputs)
      throws IOException {
    if (!user.isOther()) {
      return;
    }
    for (var name : SHARED) {
      closeOthers(data.resolve(name));
    }
    user.letPass(run);
    user.letRead(specification);
    user.give(work);
    user.letPass(files.folder());
    user.give(files.temporary());
    for (var input : inputs) {
      user.letRead(input);
    }
  }

  /** Ends whatever a trainer of this machine has left, also outside of its group. */
  public void endAll() {
    user.killAll();
  }

  private static void closeOthers(Path directory) throws IOException {
    try (var children = Files.newDirectoryStream(directory)) {
      for (var child : children) {
        OwnerOnly.closeEntirely(child);
      }
    }
  }
}
