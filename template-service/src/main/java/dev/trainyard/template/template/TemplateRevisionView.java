package dev.trainyard.template.template;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A template as it was at a revision, as clients see it. */
@Schema(
    name = "TemplateRevision",
    examples =
        "{\"revision\": 2, \"savedAt\": \"2026-01-05T09:00:00Z\", \"changes\": [{\"field\":"
            + " \"parameters.iterations\", \"before\": 300, \"after\": 600}], \"content\":"
            + " {\"name\": \"digits-fast\", \"description\": \"\", \"modelType\": \"classifier\","
            + " \"baseModel\": \"base-resnet18\", \"parameters\": {\"iterations\": 600}}}")
public record TemplateRevisionView(
    @Schema(description = "From 1.") int revision,
    Instant savedAt,
    @Schema(description = "The name of who saved it.", examples = "jane.doe") String author,
    @Schema(description = "From the revision before; empty for the first that is known.")
        List<TemplateChange> changes,
    @Schema(description = "Can be put to the template to go back to it.") TemplateContent content) {

  static TemplateRevisionView of(TemplateRevision revision, Optional<TemplateRevision> before) {
    return new TemplateRevisionView(
        revision.revision(),
        revision.savedAt(),
        revision.author(),
        before
            .map(earlier -> TemplateChange.between(earlier.content(), revision.content()))
            .orElse(List.of()),
        revision.content());
  }
}
