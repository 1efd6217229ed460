package dev.trainyard.registry.model;

import dev.trainyard.kit.naming.EntityName;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A model that an agent is about to upload.
 *
 * @param name the model's name; versions count per project and name
 * @param processId the process that made it
 * @param attempt the attempt that made it; with the process it identifies the registration
 * @param metrics final figures on the test set; those that are no finite number are left out
 */
@Schema(description = "A model whose archive is about to be uploaded.")
public record RegisterModelRequest(
    @EntityName @Schema(examples = "digits") String name,
    @NotNull @Schema(examples = "019ab1c2-7a10-7c33-9d55-0c2f6d1c9a01") UUID processId,
    @Min(1) @Schema(examples = "1") int attempt,
    @NotNull @Schema(examples = "019ab1c0-1111-7c33-9d55-0c2f6d1c9a02") UUID projectId,
    @Size(max = 100) @Schema(examples = "invoices") String projectName,
    @NotNull @Schema(examples = "019ab1c1-2222-7c33-9d55-0c2f6d1c9a03") UUID templateId,
    @Size(max = 100) @Schema(examples = "digits") String templateName,
    @NotNull @Schema(examples = "019ab1c1-3333-7c33-9d55-0c2f6d1c9a04") UUID machineId,
    @NotBlank @Size(max = 100) @Schema(examples = "classifier") String modelType,
    @Schema(examples = "019ab1c1-4444-7c33-9d55-0c2f6d1c9a05") UUID datasetId,
    @Min(1) @Schema(examples = "1") Integer datasetVersion,
    @Size(max = 100) @Schema(examples = "base-resnet18") String baseModel,
    @Size(max = 100) @Schema(examples = "{\"averagePrecision\": 0.987, \"accuracy\": 0.963}")
        Map<@NotBlank @Size(max = 100) String, Double> metrics) {

  public RegisterModelRequest {
    metrics = metrics == null ? Map.of() : finite(metrics);
  }

  /** A loss that overflowed is no reason to refuse a model, but JSON has no word for it. */
  private static Map<String, Double> finite(Map<String, Double> metrics) {
    var finite = new LinkedHashMap<String, Double>();
    metrics.forEach(
        (name, value) -> {
          if (value != null && Double.isFinite(value)) {
            finite.put(name, value);
          }
        });
    return Collections.unmodifiableMap(finite);
  }
}
