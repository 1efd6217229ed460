package dev.trainyard.template.dataset;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where parts of an archive are to be sent. */
@Schema(
    examples =
        "{\"parts\": [{\"number\": 1, \"sizeBytes\": 16777216, \"url\":"
            + " \"http://storage:9000/trainyard-datasets/uploads/019aa0…?partNumber=1&uploadId=…\"}],"
            + " \"expiresAt\": \"2026-01-05T10:00:00Z\"}")
public record PartUrls(
    List<PartUrl> parts,
    @Schema(description = "Until then the URLs work; ask again for new ones.") Instant expiresAt) {

  /** Where one part is to be sent, by PUT. */
  @Schema(examples = "{\"number\": 1, \"sizeBytes\": 16777216, \"url\": \"http://storage:9000/…\"}")
  public record PartUrl(int number, long sizeBytes, URI url) {}
}
