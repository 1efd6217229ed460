package dev.trainyard.template.dataset;

import java.net.URI;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A small picture of an image, as clients see it. */
@Schema(
    name = "DatasetThumbnail",
    examples =
        "{\"number\": 0, \"file\": \"letter/3.png\", \"path\": \"train/letter/3.png\", \"set\":"
            + " \"train\", \"className\": \"letter\", \"url\":"
            + " \"/api/v1/datasets/019aa000-0000-7000-8000-000000000002/thumbnails/0\"}")
public record ThumbnailView(
    int number,
    @Schema(description = "Path in the archive that was sent, as problems name it.") String file,
    @Schema(description = "Path in the dataset.") String path,
    @Schema(enumeration = {"train", "test"}) String set,
    String className,
    @Schema(description = "Where the JPEG is.") URI url) {

  static ThumbnailView of(
      UUID datasetId, int number, String file, String path, boolean test, String className) {
    return new ThumbnailView(
        number,
        file,
        path,
        test ? "test" : "train",
        className,
        URI.create("/api/v1/datasets/" + datasetId + "/thumbnails/" + number));
  }
}
