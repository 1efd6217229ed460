package dev.trainyard.template.dataset;

import dev.trainyard.kit.storage.PartDivision;
import dev.trainyard.kit.storage.StoredPart;
import java.util.List;
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

  static ArrivedParts of(PartDivision division, List<StoredPart> stored) {
    var there = division.arrivedAmong(stored);
    return new ArrivedParts(
        division.partBytes(),
        division.count(),
        division.sizeBytes(),
        there.stream().sorted().toList(),
        division.numbers().stream().filter(number -> !there.contains(number)).toList());
  }
}
