package dev.trainyard.template.dataset;

import dev.trainyard.kit.storage.PartDivision;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is still to come of a dataset that is UPLOADING, as clients see it. */
@Schema(
    name = "DatasetUpload",
    examples = "{\"partBytes\": 16777216, \"parts\": 3, \"expiresAt\": \"2026-01-05T15:00:00Z\"}")
public record UploadView(
    @Schema(description = "Size of each part but the last; absent where there are no parts.")
        Long partBytes,
    @Schema(description = "How many parts; absent where there are none.") Integer parts,
    @Schema(description = "How many images have come; absent unless they come one by one.")
        Integer images,
    @Schema(description = "When it, or the next image, must have arrived.") Instant expiresAt) {

  static UploadView of(PendingUpload upload, long sizeBytes) {
    var division = upload.parts(sizeBytes).map(Parts::division);
    return new UploadView(
        division.map(PartDivision::partBytes).orElse(null),
        division.map(PartDivision::count).orElse(null),
        upload.receivedImages(),
        upload.deadline());
  }
}
