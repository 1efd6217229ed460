package dev.trainyard.registry.model;

import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.problem.PayloadTooLargeException;
import dev.trainyard.kit.storage.MultipartUploads;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.storage.PartDivision;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.RegistryConfig;
import dev.trainyard.registry.archive.ArchiveVerifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Uploads that agents send straight to the storage in parts: ask → send what is missing → ask,
 * until nothing is missing → complete the model. Thread-safe.
 *
 * @see ReceivedArchives
 */
@ApplicationScoped
class PartsUploads {
  /** URLs in one answer: few enough that they are used before they expire. */
  private static final int MAX_URLS = 20;

  private final PartsUploadRows rows;
  private final MultipartUploads multipart;
  private final ObjectStorage storage;
  private final ArchiveVerifier verifier;
  private final UploadAddresses addresses;
  private final RegistryConfig config;
  private final Clock clock;

  PartsUploads(
      PartsUploadRows rows,
      MultipartUploads multipart,
      ObjectStorage storage,
      ArchiveVerifier verifier,
      UploadAddresses addresses,
      RegistryConfig config,
      Clock clock) {
    this.rows = rows;
    this.multipart = multipart;
    this.storage = storage;
    this.verifier = verifier;
    this.addresses = addresses;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Begins an upload of this archive, or goes on with the one that there is. One of another archive
   * is thrown away.
   *
   * @throws PayloadTooLargeException if it is larger than allowed
   * @throws NotFoundException if there is no such model
   * @throws ConflictException if the model's archive is stored already
   */
  PartsUploadView begin(UUID id, PartsUploadRequest request) {
    verifier.requireSize(request.sizeBytes());
    var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var expiresAt = now.plus(addresses.validity());
    var found = rows.requested(id, now, expiresAt);
    var present = found.filter(upload -> upload.isOf(request.sha256(), request.sizeBytes()));
    if (present.isPresent()) {
      var arrived = arrived(id, present.get());
      if (arrived.isPresent()) {
        return view(id, present.get(), arrived.get(), expiresAt);
      }
    }
    var begun = beginAnew(id, found.orElse(null), request);
    return view(id, begun, arrived(id, begun).orElse(Set.of()), expiresAt);
  }

  /** The parts that have arrived; empty if the storage does not know the upload any more. */
  private Optional<Set<Integer>> arrived(UUID id, PartsUpload upload) {
    var key = Buckets.uploadKey(id);
    var stored = multipart.parts(Buckets.MODELS, key, upload.uploadId());
    if (!stored.isEmpty() || multipart.isOpen(Buckets.MODELS, key, upload.uploadId())) {
      return Optional.of(upload.division().arrivedAmong(stored));
    }
    // A completion may have made the object and died, or its answer was lost.
    var size = storage.size(Buckets.MODELS, key);
    return size.isPresent() && size.getAsLong() == upload.sizeBytes()
        ? Optional.of(Set.copyOf(upload.division().numbers()))
        : Optional.empty();
  }

  private PartsUpload beginAnew(UUID id, PartsUpload found, PartsUploadRequest request) {
    var key = Buckets.uploadKey(id);
    var begun =
        new PartsUpload(
            multipart.begin(Buckets.MODELS, key, "application/zip"),
            PartDivision.of(request.sizeBytes(), config.partSize().asLongValue()).partBytes(),
            request.sizeBytes(),
            request.sha256());
    PartsUpload present = null;
    try {
      present = rows.replace(id, found, begun).orElse(null);
    } finally {
      if (!begun.equals(present)) {
        multipart.abort(Buckets.MODELS, key, begun.uploadId());
      }
    }
    if (present == null || !present.isOf(request.sha256(), request.sizeBytes())) {
      throw new ConflictException(
          "upload-replaced",
          "Somebody uploads another archive for this model at the same time; ask again.",
          Map.of("modelId", id));
    }
    if (begun.equals(present) && found != null) {
      multipart.abort(Buckets.MODELS, key, found.uploadId());
    }
    return present;
  }

  private PartsUploadView view(
      UUID id, PartsUpload upload, Set<Integer> arrived, Instant expiresAt) {
    var urls =
        upload.division().numbers().stream()
            .filter(number -> !arrived.contains(number))
            .limit(MAX_URLS)
            .map(
                number ->
                    new PartsUploadView.PartUrl(
                        number,
                        upload.division().bytesOf(number),
                        addresses.part(id, upload, number)))
            .toList();
    return new PartsUploadView(
        upload.partBytes(),
        upload.division().count(),
        arrived.stream().sorted().toList(),
        urls,
        expiresAt);
  }
}
