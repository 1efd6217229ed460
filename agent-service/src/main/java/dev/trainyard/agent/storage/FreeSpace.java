package dev.trainyard.agent.storage;

import dev.trainyard.agent.AgentConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether the machine's disk has the space that a run needs at least. Thread-safe. */
@ApplicationScoped
public class FreeSpace {
  private final Path dataDirectory;
  private final long neededBytes;

  @Inject
  FreeSpace(AgentConfig config) {
    this(config.dataDirectory(), config.minimumFreeDisk().asLongValue());
  }

  /**
   * @param dataDirectory where the agent keeps its data; need not exist yet
   */
  public FreeSpace(Path dataDirectory, long neededBytes) {
    this.dataDirectory = dataDirectory;
    this.neededBytes = neededBytes;
  }

  /**
   * What to tell the user when there is too little; empty when there is enough.
   *
   * @param directory a directory that exists
   * @throws IOException if the disk cannot be asked
   */
  public Optional<String> shortageIn(Path directory) throws IOException {
    var free = Files.getFileStore(directory).getUsableSpace();
    return free >= neededBytes
        ? Optional.empty()
        : Optional.of(
            "Only %d MiB are free on the machine's disk, %d MiB are needed. Free some space in or around %s."
                .formatted(free >> 20, neededBytes >> 20, dataDirectory));
  }
}
