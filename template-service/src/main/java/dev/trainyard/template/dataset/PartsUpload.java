package dev.trainyard.template.dataset;

import dev.trainyard.kit.download.Via;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.problem.UnprocessableException;
import dev.trainyard.kit.problem.Violation;
import dev.trainyard.kit.storage.MultipartUploads;
import dev.trainyard.kit.storage.PartDivision;
import dev.trainyard.kit.storage.StoredPart;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Uploads that go straight to the storage in parts: begin → send parts to presigned URLs, in any
 * order, again if need be → complete. Thread-safe.
 */
@ApplicationScoped
class PartsUpload {
  /** URLs in one answer. */
  private static final int MAX_URLS = 1000;

  /** Parts named in one refusal. */
  private static final int MAX_VIOLATIONS = 100;

  private final UploadLifecycle lifecycle;
  private final PartsLifecycle parts;
  private final DatasetChecks checks;
  private final ReceivedObjects received;
  private final MultipartUploads multipart;
  private final DatasetConfig config;
  private final Clock clock;

  PartsUpload(
      UploadLifecycle lifecycle,
      PartsLifecycle parts,
      DatasetChecks checks,
      ReceivedObjects received,
      MultipartUploads multipart,
      DatasetConfig config,
      Clock clock) {
    this.lifecycle = lifecycle;
    this.parts = parts;
    this.checks = checks;
    this.received = received;
    this.multipart = multipart;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Begins an upload.
   *
   * @throws dev.trainyard.kit.problem.PayloadTooLargeException if it is to be larger than allowed
   */
  void begin(DatasetDraft draft) {
    var maxBytes = config.maxArchiveSize().asLongValue();
    if (draft.sizeBytes() > maxBytes) {
      throw ReceivedFile.tooLarge(maxBytes);
    }
    lifecycle.begin(draft);
    var key = PendingUpload.PREFIX + draft.id();
    try {
      var uploadId = multipart.begin(config.bucket(), key, "application/octet-stream");
      parts.begun(draft.id(), uploadId, divided(draft).partBytes());
    } catch (RuntimeException e) {
      lifecycle.forget(draft.id());
      received.tryToRemove(key);
      throw e;
    }
  }

  private PartDivision divided(DatasetDraft draft) {
    return PartDivision.of(draft.sizeBytes(), config.partSize().asLongValue());
  }

  /**
   * URLs to send parts to.
   *
   * @param from the first part, from 1
   * @param to the last part
   * @param via whether they are of the storage, or paths of this service
   * @throws ConflictException if nothing is to be sent any more
   * @throws InvalidRequestException if there are no such parts
   */
  PartUrls urls(UUID id, int from, int to, Via via) {
    var upload = parts.parts(id);
    var division = upload.division();
    if (from < 1 || from > division.count()) {
      throw new InvalidRequestException("from", "must be 1 to " + division.count());
    }
    if (to < from || to > division.count() || to - from >= MAX_URLS) {
      throw new InvalidRequestException(
          "to",
          "must be %d to %d".formatted(from, Math.min(division.count(), from + MAX_URLS - 1)));
    }
    // Before, so that none ends earlier than is said.
    var expiresAt = clock.instant().plus(multipart.presignExpiry());
    return new PartUrls(
        IntStream.rangeClosed(from, to)
            .mapToObj(
                number ->
                    new PartUrls.PartUrl(
                        number,
                        division.bytesOf(number),
                        switch (via) {
                          case STORAGE ->
                              multipart.presignedPart(
                                  config.bucket(), upload.key(), upload.uploadId(), number);
                          case SERVICE ->
                              URI.create(
                                  "/api/v1/datasets/%s/upload/parts/%d".formatted(id, number));
                        }))
            .toList(),
        expiresAt);
  }

  /**
   * Passes on a part of a client that cannot reach the storage.
   *
   * @param bytes that the body has; negative if that is not known
   * @throws ConflictException if nothing is to be sent any more
   * @throws InvalidRequestException if there is no such part, or it has another size
   */
  void relay(UUID id, int number, InputStream body, long bytes) {
    var upload = parts.parts(id);
    upload.division().requirePart(number, bytes);
    if (!multipart.relayPart(
        config.bucket(), upload.key(), upload.uploadId(), number, body, bytes)) {
      throw UploadLifecycle.ended(id);
    }
  }

  /** What has arrived. */
  ArrivedParts arrived(UUID id) {
    var upload = parts.parts(id);
    return ArrivedParts.of(upload.division(), stored(upload));
  }

  /**
   * Says that all parts were sent. Does nothing if that was said before.
   *
   * @throws UnprocessableException if parts are missing or have another size
   */
  void complete(UUID id) {
    if (parts.hasArrived(id)) {
      return;
    }
    try {
      arrive(id);
    } catch (UnprocessableException | ConflictException e) {
      // The same request may have come twice, and the other was faster.
      if (!parts.hasArrived(id)) {
        throw e;
      }
    }
  }

  private void arrive(UUID id) {
    var upload = parts.parts(id);
    requireAll(id, upload);
    // The check makes one object of the parts, so that it is done whoever dies.
    parts.arrived(id, upload);
    checks.wake();
  }

  private List<StoredPart> stored(Parts upload) {
    return multipart.parts(config.bucket(), upload.key(), upload.uploadId());
  }

  private void requireAll(UUID id, Parts upload) {
    var division = upload.division();
    var sizes =
        stored(upload).stream()
            .collect(Collectors.toMap(StoredPart::number, StoredPart::sizeBytes));
    var violations = new ArrayList<Violation>();
    for (var number = 1; number <= division.count(); number++) {
      var size = sizes.get(number);
      if (size == null) {
        violations.add(new Violation("part " + number, "has not arrived; send it"));
      } else if (size != division.bytesOf(number)) {
        violations.add(
            new Violation(
                "part " + number,
                "has %d bytes, but must have %d; send it again"
                    .formatted(size, division.bytesOf(number))));
      }
    }
    if (!violations.isEmpty()) {
      throw new UnprocessableException(
          "%d parts are not as they must be; see violations.".formatted(violations.size()),
          violations.subList(0, Math.min(violations.size(), MAX_VIOLATIONS)),
          Map.of("datasetId", id));
    }
  }
}
