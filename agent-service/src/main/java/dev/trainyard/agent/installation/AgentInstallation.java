package dev.trainyard.agent.installation;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.agent.platform.Retry;
import dev.trainyard.agent.storage.WholeFile;
import dev.trainyard.agent.trainer.TrainerAccess;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.privilege.OwnerOnly;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Who this agent is: an id that its data directory keeps, and an incarnation that grows with every
 * start. Holds the directory for itself alone while it lives. Thread-safe once it is open.
 */
@ApplicationScoped
public class AgentInstallation {
  private static final Logger LOG = Logger.getLogger(AgentInstallation.class);

  private final Path directory;
  private final TrainerAccess access;
  private final LenientJson json;
  private final IdGenerator ids;
  private final Clock clock;
  private final String hostName = localHostName();
  private FileLock lock;
  private volatile Identity identity;

  AgentInstallation(
      AgentConfig config, TrainerAccess access, LenientJson json, IdGenerator ids, Clock clock) {
    this.directory = config.dataDirectory().toAbsolutePath();
    this.access = access;
    this.json = json;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * What {@code agent.json} holds.
   *
   * @param agentId the installation, made once
   * @param incarnation the newest start; later ones have larger numbers
   */
  public record Identity(UUID agentId, long incarnation) {
    public Identity {
      Objects.requireNonNull(agentId, "agentId");
    }
  }

  /**
   * Takes the data directory and begins a new incarnation.
   *
   * @throws IllegalStateException if another agent works in the directory, or it cannot be used, or
   *     the trainer cannot be started as its user; the message says what to do
   */
  public synchronized void open() {
    try {
      OwnerOnly.createDirectories(directory);
      acquireLock();
      access.open();
      identity = next();
      WholeFile.write(file(), json.write(identity), true);
    } catch (IOException e) {
      throw new IllegalStateException(
          "The agent's data directory %s cannot be used: %s. Give it a directory that it may write, with trainyard.agent.data-directory."
              .formatted(directory, Retry.reasonOf(e)),
          e);
    }
    LOG.infof(
        "Agent agentId=%s incarnation=%d hostName=%s directory=%s",
        identity.agentId(), identity.incarnation(), hostName, directory);
  }

  public UUID agentId() {
    return identity.agentId();
  }

  public long incarnation() {
    return identity.incarnation();
  }

  public String hostName() {
    return hostName;
  }

  private void acquireLock() throws IOException {
    OwnerOnly.createFileIfAbsent(directory.resolve("agent.lock"));
    // Never closed: the lock ends with the process, however that ends.
    var channel =
        FileChannel.open(
            directory.resolve("agent.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new IllegalStateException(
          "Another agent works in %s already, and two in one directory would train over each other. Stop that one, or give this one a data directory and a machine id of its own."
              .formatted(directory));
    }
  }

  private Identity next() throws IOException {
    var now = clock.instant().toEpochMilli();
    if (!Files.exists(file())) {
      return new Identity(ids.next(), now);
    }
    try {
      var last = json.read(Files.readAllBytes(file()), Identity.class);
      return new Identity(last.agentId(), Math.max(last.incarnation() + 1, now));
    } catch (IOException e) {
      var aside = file().resolveSibling("agent.json.damaged");
      Files.move(file(), aside, StandardCopyOption.REPLACE_EXISTING);
      LOG.warnf(
          "The agent's identity cannot be read; it begins a new one, and gets no work until the old one's hold on the machine has lapsed file=%s reason=%s",
          aside, Retry.reasonOf(e));
      return new Identity(ids.next(), now);
    }
  }

  private Path file() {
    return directory.resolve("agent.json");
  }

  private static String localHostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
