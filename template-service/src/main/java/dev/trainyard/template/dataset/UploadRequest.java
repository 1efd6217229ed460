package dev.trainyard.template.dataset;

import dev.trainyard.kit.naming.EntityName;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.storage.Sha256Hex;
import dev.trainyard.template.archive.TestSplit;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A dataset that a client is going to send piece by piece.
 *
 * @param name the dataset's name
 * @param description free text; absent is empty
 * @param kind what will come; absent is ARCHIVE
 * @param sizeBytes exact size of the archive; absent where images come
 * @param sha256 of the archive, lower-case hex; what arrives is compared with it
 * @param testShare part of each class that is to measure with, where images come without sets
 * @param seed chooses which images those are
 */
@Schema(name = "DatasetUploadRequest", examples = "{\"name\": \"digits\", \"sizeBytes\": 40000000}")
public record UploadRequest(
    @EntityName @Schema(examples = "digits") String name,
    @Size(max = 2000, message = "must have at most 2000 characters") String description,
    @Schema(
            defaultValue = "ARCHIVE",
            description =
                "ARCHIVE: one archive, in parts, straight to the storage. IMAGES: one image after"
                    + " the other, to PUT /datasets/{id}/images/{label}/{fileName}.")
        Kind kind,
    @Positive(message = "must be at least 1") Long sizeBytes,
    @Sha256Hex String sha256,
    @DecimalMin(value = "0", inclusive = false, message = "must be above 0") @DecimalMax(value = "0.9", message = "must be at most 0.9") @Schema(defaultValue = "0.1")
        Double testShare,
    @Schema(defaultValue = "42") Long seed) {

  /** How a dataset comes. */
  public enum Kind {
    ARCHIVE,
    IMAGES
  }

  public UploadRequest {
    description = description == null ? "" : description;
    kind = kind == null ? Kind.ARCHIVE : kind;
    testShare = testShare == null ? 0.1 : testShare;
    seed = seed == null ? 42 : seed;
  }

  /**
   * @throws InvalidRequestException if there is no size where one is needed, or one where none is
   */
  DatasetDraft draft(UUID id, UUID projectId) {
    if (kind == Kind.ARCHIVE && sizeBytes == null) {
      throw new InvalidRequestException("sizeBytes", "must say how many bytes the archive has");
    }
    if (kind == Kind.IMAGES && (sizeBytes != null || sha256 != null)) {
      throw new InvalidRequestException(
          sizeBytes != null ? "sizeBytes" : "sha256",
          "must be absent where images come one by one");
    }
    return new DatasetDraft(
        id,
        projectId,
        name,
        description,
        new TestSplit(testShare, seed),
        sizeBytes == null ? 0 : sizeBytes,
        Optional.ofNullable(sha256));
  }
}
