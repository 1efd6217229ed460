package dev.trainyard.template.dataset;

import dev.trainyard.kit.problem.Violation;
import dev.trainyard.template.archive.ClassCount;
import dev.trainyard.template.archive.TestSplit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A dataset as clients see it. */
@Schema(
    name = "Dataset",
    examples =
        "{\"id\": \"019aa000-0000-7000-8000-000000000002\", \"projectId\":"
            + " \"019aa000-0000-7000-8000-000000000001\", \"name\": \"digits\", \"version\": 1,"
            + " \"status\": \"READY\", \"description\": \"\", \"classes\": [{\"name\": \"0\","
            + " \"trainImages\": 100, \"testImages\": 30}], \"trainImages\": 1000,"
            + " \"testImages\": 300, \"sizeBytes\": 536870, \"digest\": \"9f86d0…\","
            + " \"warnings\": [], \"createdAt\": \"2026-01-05T09:00:00Z\"}")
public record DatasetView(
    UUID id,
    UUID projectId,
    String name,
    @Schema(description = "From 1, within project and name; absent until it is READY.")
        Integer version,
    @Schema(
            description =
                "UPLOADING: its archive is on the way. CHECKING: it has arrived. READY: checked and"
                    + " stored. REJECTED: no dataset, or never arrived; see violations.")
        DatasetStatus status,
    String description,
    List<ClassCount> classes,
    int trainImages,
    int testImages,
    long sizeBytes,
    @Schema(description = "SHA-256 of the archive, lower-case hex; absent until it is checked.")
        String digest,
    @Schema(
            description =
                "How the service divided images that came without train/ and test/; absent where"
                    + " they came with them.")
        TestSplit split,
    List<String> warnings,
    @Schema(description = "Why it is REJECTED; absent otherwise.") List<Violation> violations,
    @Schema(description = "While it is CHECKING and the images are counted.") ProgressView progress,
    @Schema(
            description =
                "While it is UPLOADING; also while it is REJECTED and came image by image: then"
                    + " images can be sent or taken out, and it can be completed again.")
        UploadView upload,
    Instant createdAt,
    @Schema(description = "The name of who made it.", examples = "jane.doe") String author) {

  static DatasetView of(Dataset dataset, Optional<PendingUpload> pending) {
    return new DatasetView(
        dataset.id(),
        dataset.projectId(),
        dataset.name(),
        dataset.version(),
        dataset.status(),
        dataset.description(),
        dataset.classes(),
        dataset.trainImages(),
        dataset.testImages(),
        dataset.sizeBytes(),
        dataset.digest(),
        dataset.split().orElse(null),
        dataset.warnings(),
        dataset.status() == DatasetStatus.REJECTED ? dataset.violations() : null,
        pending.flatMap(PendingUpload::progress).orElse(null),
        dataset.status() == DatasetStatus.CHECKING
            ? null
            : pending.map(found -> UploadView.of(found, dataset.sizeBytes())).orElse(null),
        dataset.createdAt(),
        dataset.author());
  }
}
