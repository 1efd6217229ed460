package dev.trainyard.registry.model;

import dev.trainyard.kit.storage.Sha256Hex;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An archive that is going to be uploaded in parts.
 *
 * @param sha256 digest of the archive, hexadecimal
 * @param sizeBytes size of the archive
 */
@Schema(description = "The archive that is going to be uploaded.")
public record PartsUploadRequest(
    @NotNull @Sha256Hex
        @Schema(examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String sha256,
    @Min(1) @Schema(examples = "44792311") long sizeBytes) {

  public PartsUploadRequest {
    sha256 = sha256 == null ? null : sha256.toLowerCase(Locale.ROOT);
  }
}
