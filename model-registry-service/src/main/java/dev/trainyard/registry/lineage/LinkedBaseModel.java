package dev.trainyard.registry.lineage;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A base model that was made from a model.
 *
 * @param sha256 digest of its archive, lower-case hex
 * @param models the first that were trained from it, newest first
 * @param modelTotal how many were
 */
@Schema(description = "A base model, and the first models that were trained from it.")
public record LinkedBaseModel(
    @Schema(examples = "019ab1c4-6666-7c33-9d55-0c2f6d1c9a07") UUID id,
    @Schema(examples = "invoices-2026") String name,
    @Schema(examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String sha256,
    List<LinkedModel> models,
    @Schema(examples = "1") long modelTotal) {
  public LinkedBaseModel {
    models = List.copyOf(models);
  }
}
