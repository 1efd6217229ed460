package dev.trainyard.template.dataset;

import dev.trainyard.kit.storage.StoredPart;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Which parts of an upload are there, so that a client can go on with the others. */
@Schema(
    examples =
        "{\"partBytes\": 16777216, \"parts\": 3, \"sizeBytes\": 40000000, \"arrived\": [1, 3],"
            + " \"missing\": [2]}")
public record ArrivedParts(
    @Schema(description = "Size of each part but the last.") long partBytes,
    int parts,
    long sizeBytes,
    @Schema(description = "Parts that are there with the size they must have.")
        List<Integer> arrived,
    @Schema(description = "Parts that are to be sent, or sent again.") List<Integer> missing) {

  static ArrivedParts of(Parts parts, List<StoredPart> stored) {
    var arrived =
        stored.stream()
            .filter(part -> part.number() <= parts.count())
            .filter(part -> part.sizeBytes() == parts.bytesOf(part.number()))
            .map(StoredPart::number)
            .sorted()
            .toList();
    var there = arrived.stream().collect(Collectors.toSet());
    return new ArrivedParts(
        parts.partBytes(),
        parts.count(),
        parts.sizeBytes(),
        arrived,
        IntStream.rangeClosed(1, parts.count())
            .boxed()
            .filter(number -> !there.contains(number))
            .toList());
  }
}
