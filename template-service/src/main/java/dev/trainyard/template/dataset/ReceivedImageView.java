package dev.trainyard.template.dataset;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An image that came by itself for a dataset that is UPLOADING, as clients see it. */
@Schema(
    name = "ReceivedImage",
    examples =
        "{\"label\": \"letter\", \"fileName\": \"0001.png\", \"sizeBytes\": 48211, \"digest\":"
            + " \"9f86d0…\", \"receivedAt\": \"2026-01-05T09:00:00Z\"}")
public record ReceivedImageView(
    String label,
    String fileName,
    @Schema(
            enumeration = {"train", "test"},
            description = "Absent where the service divides the images.")
        String set,
    long sizeBytes,
    @Schema(description = "SHA-256, lower-case hex.") String digest,
    @Schema(description = "What is wrong with it and does not matter; absent if nothing is.")
        String warning,
    Instant receivedAt) {

  static ReceivedImageView of(ReceivedImage image) {
    var place = image.place();
    return new ReceivedImageView(
        place.label(),
        place.fileName(),
        place.set().orElse(null),
        image.sizeBytes(),
        image.digest(),
        image.warning().orElse(null),
        image.receivedAt());
  }
}
