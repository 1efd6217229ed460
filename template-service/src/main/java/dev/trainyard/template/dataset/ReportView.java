package dev.trainyard.template.dataset;

import dev.trainyard.template.archive.ClassCount;
import dev.trainyard.template.archive.Problem;
import dev.trainyard.template.archive.ProblemCode;
import dev.trainyard.template.archive.Severity;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the check of a dataset found, as clients see it. */
@Schema(
    name = "DatasetReport",
    examples =
        "{\"datasetId\": \"019aa000-0000-7000-8000-000000000002\", \"status\": \"READY\","
            + " \"classes\": [{\"name\": \"letter\", \"trainImages\": 100, \"testImages\": 30}],"
            + " \"errors\": 0, \"warnings\": 1, \"totals\": {\"DUPLICATE\": 1}, \"problems\":"
            + " [{\"severity\": \"WARNING\", \"code\": \"DUPLICATE\", \"file\":"
            + " \"train/letter/7.png\", \"otherFile\": \"train/letter/3.png\", \"message\": \"…\"}],"
            + " \"thumbnails\": []}")
public record ReportView(
    UUID datasetId,
    DatasetStatus status,
    @Schema(description = "Images by class and set; empty where the archive was not readable.")
        List<ClassCount> classes,
    @Schema(description = "How many problems the archive was rejected for.") int errors,
    @Schema(description = "How many problems there are beside.") int warnings,
    @Schema(description = "How many there are of each code, with those that are not listed.")
        Map<ProblemCode, Integer> totals,
    @Schema(description = "The gravest first; of each code the first ones.") List<Problem> problems,
    @Schema(description = "The first images of each class and set, and images with problems.")
        List<ThumbnailView> thumbnails) {

  static ReportView of(Dataset dataset, StoredReport report, List<ThumbnailView> thumbnails) {
    return new ReportView(
        dataset.id(),
        dataset.status(),
        report.classes(),
        total(report, Severity.ERROR),
        total(report, Severity.WARNING),
        report.totals(),
        report.problems(),
        thumbnails);
  }

  private static int total(StoredReport report, Severity severity) {
    return report.totals().entrySet().stream()
        .filter(entry -> entry.getKey().severity() == severity)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
