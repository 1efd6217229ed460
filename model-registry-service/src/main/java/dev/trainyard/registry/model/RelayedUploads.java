package dev.trainyard.registry.model;

import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.storage.MultipartUploads;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.archive.ArchiveVerifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Passes on archives of agents that cannot reach the storage. Thread-safe. */
@ApplicationScoped
class RelayedUploads {
  private final PartsUploadRows rows;
  private final ObjectStorage storage;
  private final MultipartUploads multipart;
  private final ArchiveVerifier verifier;
  private final UploadAddresses addresses;
  private final Clock clock;

  RelayedUploads(
      PartsUploadRows rows,
      ObjectStorage storage,
      MultipartUploads multipart,
      ArchiveVerifier verifier,
      UploadAddresses addresses,
      Clock clock) {
    this.rows = rows;
    this.storage = storage;
    this.multipart = multipart;
    this.verifier = verifier;
    this.addresses = addresses;
    this.clock = clock;
  }

  /**
   * Passes on a whole archive.
   *
   * @param bytes that the body has; negative if that is not known
   * @throws NotFoundException if there is no such model
   * @throws ConflictException if its archive is stored already
   * @throws dev.trainyard.kit.problem.PayloadTooLargeException if it is larger than allowed
   * @throws dev.trainyard.kit.problem.IncompleteBodyException if it does not come whole
   */
  void whole(UUID id, InputStream body, long bytes) {
    if (bytes < 1) {
      throw new InvalidRequestException(
          "Content-Length", "must say how many bytes the archive has");
    }
    verifier.requireSize(bytes);
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    rows.requested(id, now, now.plus(addresses.validity()));
    storage.relay(Buckets.MODELS, Buckets.uploadKey(id), body, bytes);
  }

  /**
   * Passes on a part.
   *
   * @param bytes that the body has; negative if that is not known
   * @throws NotFoundException if there is no such model, or no upload in parts any more: ask again
   * @throws InvalidRequestException if there is no such part, or it has another size
   * @throws dev.trainyard.kit.problem.IncompleteBodyException if it does not come whole
   */
  void part(UUID id, int number, InputStream body, long bytes) {
    var upload = rows.find(id).orElseThrow(() -> new NotFoundException("upload of model", id));
    upload.division().requirePart(number, bytes);
    if (!multipart.relayPart(
        Buckets.MODELS, Buckets.uploadKey(id), upload.uploadId(), number, body, bytes)) {
      throw new NotFoundException("upload of model", id);
    }
  }
}
