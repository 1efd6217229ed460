package dev.trainyard.kit.integrity;

import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.storage.ObjectStorage;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reads files to see whether they are still what was stored. Thread-safe. */
@ApplicationScoped
@IfBuildProperty(name = "trainyard.integrity.enabled", stringValue = "true")
public class FileVerifier {
  private static final Logger LOG = Logger.getLogger(FileVerifier.class);
  private static final int BUFFER_BYTES = 1 << 16;

  private final FileOwner owner;
  private final ObjectStorage storage;
  private final IntegrityStore known;
  private final Clock clock;

  FileVerifier(FileOwner owner, ObjectStorage storage, IntegrityStore known, Clock clock) {
    this.owner = owner;
    this.storage = storage;
    this.known = known;
    this.clock = clock;
  }

  /**
   * Reads a whole file and notes what was found.
   *
   * @throws DependencyUnavailableException if the storage does not answer; nothing is noted
   */
  public Integrity verify(OwnedFile file) {
    var found = look(file);
    note(file, found);
    return found;
  }

  /** What the last look at a file found; it was intact when it was stored. */
  public Integrity lastLook(OwnedFile file) {
    return known.of(file.key()).orElse(Integrity.intact(file.storedAt()));
  }

  /**
   * Looks whether a file is there with its size, without reading it.
   *
   * @return what is wrong; empty if nothing is
   */
  Optional<Integrity> glance(OwnedFile file) {
    var size = storage.size(owner.bucketOf(file.key()), file.key());
    if (size.isEmpty()) {
      return Optional.of(Integrity.missing(now()));
    }
    return size.getAsLong() == file.sizeBytes()
        ? Optional.empty()
        : Optional.of(wrongSize(file, size.getAsLong()));
  }

  /** Notes what was found, unless the file was deleted meanwhile. */
  void note(OwnedFile file, Integrity found) {
    if (owner.usedAmong(List.of(file.key())).isEmpty()) {
      known.forget(file.key());
      return;
    }
    known.note(file.key(), found);
    if (!found.isIntact()) {
      LOG.errorf(
          "File is not as it was stored kind=%s id=%s state=%s key=%s",
          file.kind(), file.id(), found.state(), file.key());
    }
  }

  private Integrity look(OwnedFile file) {
    var wrong = glance(file);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    var content = storage.open(owner.bucketOf(file.key()), file.key());
    if (content.isEmpty()) {
      return Integrity.missing(now());
    }
    try (var stream = content.get()) {
      return compare(file, stream);
    } catch (IOException e) {
      throw new DependencyUnavailableException("The object storage", e);
    }
  }

  private Integrity compare(OwnedFile file, InputStream stream) throws IOException {
    var digest = sha256();
    var size = 0L;
    var buffer = new byte[BUFFER_BYTES];
    for (var read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
      digest.update(buffer, 0, read);
      size += read;
    }
    if (size != file.sizeBytes()) {
      return wrongSize(file, size);
    }
    var found = HexFormat.of().formatHex(digest.digest());
    return found.equals(file.sha256())
        ? Integrity.intact(now())
        : Integrity.damaged(now(), "its SHA-256 is " + found);
  }

  private Integrity wrongSize(OwnedFile file, long size) {
    return Integrity.damaged(
        now(), "it has %d bytes instead of %d".formatted(size, file.sizeBytes()));
  }

  /** As exact as the database keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
