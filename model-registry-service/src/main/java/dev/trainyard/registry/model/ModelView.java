package dev.trainyard.registry.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.contracts.model.ModelOrigin;
import dev.trainyard.contracts.model.ModelStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A model as clients see it. What is not known yet, or was not given, is absent.
 *
 * @param version from 1, within the project and name
 * @param gateReasons why the gate rejected it
 * @param origin how it came into the registry; an imported one has no process, template or machine
 * @param aliases names that point at this version, sorted
 * @param tags free tags, sorted
 * @param classes names of the classes in the order of the network's outputs
 * @param metrics final figures on the test set
 * @param sha256 digest of the archive, lower-case hex
 * @param readyAt when its archive was checked
 * @param config the archive's {@code config.yaml}; absent in lists
 * @param upload where to upload; only in the answer to a registration
 * @param revision for the entity tag
 */
@Schema(description = "A trained model.")
public record ModelView(
    @Schema(examples = "019ab1c3-5555-7c33-9d55-0c2f6d1c9a06") UUID id,
    @Schema(examples = "digits") String name,
    @Schema(examples = "1") int version,
    @Schema(examples = "READY") ModelStatus status,
    @Schema(
            description = "Why the gate rejected it; absent if it did not.",
            examples =
                "[\"The average precision is 0.81; the gate of the project wants at least 0.9.\"]")
        List<String> gateReasons,
    @Schema(
            description = "TRAINED by a process of this platform, or IMPORTED.",
            examples = "TRAINED")
        ModelOrigin origin,
    @Schema(examples = "In production since November.") String description,
    @Schema(examples = "[\"champion\"]") List<String> aliases,
    @Schema(examples = "[\"post\", \"site:lyon\"]") List<String> tags,
    @Schema(examples = "019ab1c0-1111-7c33-9d55-0c2f6d1c9a02") UUID projectId,
    @Schema(examples = "invoices") String projectName,
    @Schema(examples = "019ab1c1-2222-7c33-9d55-0c2f6d1c9a03") UUID templateId,
    @Schema(examples = "digits") String templateName,
    @Schema(examples = "019ab1c2-7a10-7c33-9d55-0c2f6d1c9a01") UUID processId,
    @Schema(examples = "1") Integer attempt,
    @Schema(examples = "019ab1c1-3333-7c33-9d55-0c2f6d1c9a04") UUID machineId,
    @Schema(examples = "classifier") String modelType,
    @Schema(examples = "base-resnet18") String baseModel,
    @Schema(examples = "019ab1c1-4444-7c33-9d55-0c2f6d1c9a05") UUID datasetId,
    @Schema(examples = "1") Integer datasetVersion,
    @Schema(examples = "resnet18") String architecture,
    @Schema(examples = "[\"0\", \"1\", \"2\"]") List<String> classes,
    @Schema(examples = "224") Integer imageSize,
    @Schema(examples = "{\"averagePrecision\": 0.987, \"accuracy\": 0.963}")
        Map<String, Double> metrics,
    @Schema(examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String sha256,
    @Schema(examples = "44792311") Long sizeBytes,
    @Schema(examples = "2026-11-23T15:00:00Z") Instant createdAt,
    @Schema(description = "The name of who made it.", examples = "jane.doe") String author,
    @Schema(examples = "2026-11-23T15:00:04Z") Instant readyAt,
    @Schema(
            type = SchemaType.OBJECT,
            implementation = Object.class,
            examples = "{\"formatVersion\": 1, \"architecture\": \"resnet18\"}")
        JsonNode config,
    UploadView upload,
    @JsonIgnore @Schema(hidden = true) long revision) {

  static ModelView of(Model model, List<String> aliases) {
    return of(model, aliases, model.config);
  }

  static ModelView listed(ListedModel model, List<String> aliases) {
    return of(model, aliases, null);
  }

  private static ModelView of(ModelRow model, List<String> aliases, JsonNode config) {
    return new ModelView(
        model.id,
        model.name,
        model.version,
        model.status,
        model.gateReasons,
        model.origin,
        model.description,
        aliases,
        model.tags,
        model.projectId,
        model.projectName,
        model.templateId,
        model.templateName,
        model.processId,
        model.attempt,
        model.machineId,
        model.modelType,
        model.baseModel,
        model.datasetId,
        model.datasetVersion,
        model.architecture,
        model.classes,
        model.imageSize,
        model.metrics,
        model.sha256,
        model.sizeBytes,
        model.createdAt,
        model.author(),
        model.readyAt,
        config,
        null,
        model.revision);
  }

  ModelView withUpload(UploadView address) {
    return with(config, address);
  }

  /** The same in short. */
  public ModelView withoutConfig() {
    return with(null, upload);
  }

  private ModelView with(JsonNode otherConfig, UploadView otherUpload) {
    return new ModelView(
        id,
        name,
        version,
        status,
        gateReasons,
        origin,
        description,
        aliases,
        tags,
        projectId,
        projectName,
        templateId,
        templateName,
        processId,
        attempt,
        machineId,
        modelType,
        baseModel,
        datasetId,
        datasetVersion,
        architecture,
        classes,
        imageSize,
        metrics,
        sha256,
        sizeBytes,
        createdAt,
        author,
        readyAt,
        otherConfig,
        otherUpload,
        revision);
  }
}
