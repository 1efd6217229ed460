package dev.trainyard.agent.platform;

import dev.trainyard.agent.storage.DiskException;
import dev.trainyard.weights.FileDigest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Brings a file to this machine, going on where an earlier try broke off: within this run of the
 * agent or, if the file's digest is known, in an earlier one. What a try that broke off leaves
 * stays for the next, unless it fills the disk. Thread-safe for different files.
 */
public final class ResumingDownload {
  private static final Logger LOG = Logger.getLogger(ResumingDownload.class);

  private final PlatformClient client;
  private final Retry retry;

  public ResumingDownload(PlatformClient client, Retry retry) {
    this.client = client;
    this.retry = retry;
  }

  /**
   * Fetches a file.
   *
   * @param what is fetched, for the log
   * @param partial where it is written; a beginning of the file may be there
   * @param expected its SHA-256, lower-case hex, if that is known
   * @return the digest of what arrived, which need not be the expected one
   * @throws DiskException if it cannot be written; nothing of it stays
   * @throws HttpStatusException if it is refused; nothing of it stays
   * @throws IOException if it cannot be had; what arrived stays if the digest is known
   * @throws InterruptedException when the thread is told to end; the same
   */
  public FileDigest fetch(String what, URI source, Path partial, Optional<String> expected)
      throws IOException, InterruptedException {
    if (expected.isEmpty()) {
      // Nobody knows of what it is the beginning.
      Files.deleteIfExists(partial);
    } else if (Files.exists(partial) && FileDigest.of(partial).sha256().equals(expected.get())) {
      LOG.infof("All of it is here already what=%s", what);
      return new FileDigest(expected.get(), Files.size(partial));
    }
    try {
      var found = transfer(what, source, partial);
      if (expected.isPresent() && found.continued() && !expected.get().equals(found.sha256())) {
        LOG.warnf("What was here was no beginning of it, all is fetched what=%s", what);
        Files.delete(partial);
        found = transfer(what, source, partial);
      }
      return new FileDigest(found.sha256(), Files.size(partial));
    } catch (DiskException | HttpStatusException e) {
      Files.deleteIfExists(partial);
      throw e;
    } catch (IOException | InterruptedException e) {
      if (expected.isEmpty()) {
        Files.deleteIfExists(partial);
      }
      throw e;
    }
  }

  private Found transfer(String what, URI source, Path partial)
      throws IOException, InterruptedException {
    var continued = new boolean[1];
    retry.call(
        what,
        () -> {
          continued[0] |= Files.exists(partial) && Files.size(partial) > 0;
          client.download(source, partial);
          return null;
        });
    return new Found(FileDigest.of(partial).sha256(), continued[0]);
  }

  /**
   * @param continued whether it came in more than one piece
   */
  private record Found(String sha256, boolean continued) {}
}
