package dev.trainyard.registry.model;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What has arrived of an upload in parts, and where to send more.
 *
 * @param partBytes size of each part but the last
 * @param parts how many there are
 * @param arrived the numbers of those that have arrived
 * @param urls where the first of the missing ones are to be sent; none: complete the model
 * @param expiresAt until when the URLs work
 */
@Schema(description = "What has arrived of an upload in parts, and where to send more.")
public record PartsUploadView(
    @Schema(examples = "16777216") long partBytes,
    @Schema(examples = "3") int parts,
    @Schema(examples = "[1]") List<Integer> arrived,
    @Schema(
            description =
                "Where to PUT missing parts, the first 20 at most; ask again when they are sent."
                    + " None: all have arrived, complete the model.")
        List<PartUrl> urls,
    @Schema(examples = "2026-11-23T16:00:00Z") Instant expiresAt) {

  public PartsUploadView {
    arrived = List.copyOf(arrived);
    urls = List.copyOf(urls);
  }

  /** Where one part is to be sent, by PUT. */
  @Schema(
      examples =
          "{\"number\": 2, \"sizeBytes\": 16777216, \"url\":"
              + " \"http://storage:9000/trainyard-models/uploads/019ab1c3.zip?partNumber=2&uploadId=…\"}")
  public record PartUrl(int number, long sizeBytes, URI url) {}
}
