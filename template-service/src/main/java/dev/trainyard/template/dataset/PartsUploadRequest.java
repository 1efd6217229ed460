package dev.trainyard.template.dataset;

import dev.trainyard.kit.naming.EntityName;
import dev.trainyard.template.archive.TestSplit;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An archive that a client is going to send to the storage itself.
 *
 * @param name the dataset's name
 * @param description free text; absent is empty
 * @param sizeBytes exact size of the archive
 * @param testShare part of each class that is to measure with, where the archive has no test/
 * @param seed chooses which images those are
 */
@Schema(examples = "{\"name\": \"digits\", \"sizeBytes\": 40000000}")
public record PartsUploadRequest(
    @EntityName @Schema(examples = "digits") String name,
    @Size(max = 2000, message = "must have at most 2000 characters") String description,
    @NotNull(message = "must say how many bytes the archive has") @Positive(message = "must be at least 1") Long sizeBytes,
    @DecimalMin(value = "0", inclusive = false, message = "must be above 0") @DecimalMax(value = "0.9", message = "must be at most 0.9") @Schema(defaultValue = "0.1")
        Double testShare,
    @Schema(defaultValue = "42") Long seed) {
  public PartsUploadRequest {
    description = description == null ? "" : description;
    testShare = testShare == null ? 0.1 : testShare;
    seed = seed == null ? 42 : seed;
  }

  DatasetDraft draft(UUID id, UUID projectId) {
    return new DatasetDraft(
        id, projectId, name, description, new TestSplit(testShare, seed), sizeBytes);
  }
}
