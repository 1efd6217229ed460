package dev.trainyard.registry.model;

import dev.trainyard.contracts.model.ModelStatus;
import dev.trainyard.kit.http.QueryId;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.persistence.FilteredList;
import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.kit.storage.Sha256Hex;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which models a list is to hold; for use as {@code @BeanParam}. */
public class ModelFilter {
  private static final String HAS_ALIAS =
      "exists (select 1 from ModelAlias a where a.modelId = e.id and a.id.aliasKey = :alias)";

  @QueryParam("name")
  @Parameter(description = "The whole name, in any case.")
  String name;

  @QueryParam("projectId")
  @Parameter(schema = @Schema(implementation = UUID.class))
  String projectId;

  @QueryParam("templateId")
  @Parameter(schema = @Schema(implementation = UUID.class))
  String templateId;

  @QueryParam("templateRevision")
  @Pattern(regexp = "[1-9][0-9]{0,8}", message = "must be a whole number from 1") @Parameter(
      description = "Revision of the template that the model was trained by; only with templateId.",
      schema = @Schema(type = SchemaType.INTEGER, minimum = "1"))
  String templateRevision;

  @QueryParam("processId")
  @Parameter(schema = @Schema(implementation = UUID.class))
  String processId;

  @QueryParam("machineId")
  @Parameter(schema = @Schema(implementation = UUID.class))
  String machineId;

  @QueryParam("datasetId")
  @Parameter(schema = @Schema(implementation = UUID.class))
  String datasetId;

  @QueryParam("datasetDigest")
  @Sha256Hex
  @Parameter(
      description =
          "SHA-256 of the dataset's archive, as the lineage of a model tells it; also finds models"
              + " that were imported.")
  String datasetDigest;

  @QueryParam("codeVersion")
  @Parameter(
      description = "Version of the trainer, exactly: versions.trainer in the lineage of a model.",
      example = "0.1.0")
  String codeVersion;

  @QueryParam("baseModel")
  @Parameter(description = "The whole name of the base model, in any case.")
  String baseModel;

  @QueryParam("status")
  @Parameter(
      description = "READY if absent; with processId, whatever is complete.",
      schema = @Schema(implementation = ModelStatus.class))
  String status;

  @QueryParam("alias")
  @Parameter(description = "An alias that the model has, in any case.")
  String alias;

  @QueryParam("tag")
  @Size(max = 50) @Parameter(description = "A tag, exactly; several times: the model must have all of them.")
  List<String> tag;

  /**
   * The models that are wanted.
   *
   * @throws InvalidRequestException if a value is no id or no status, or a revision is of no
   *     template
   */
  FilteredList<ListedModel> models() {
    var models =
        new FilteredList<>(ListedModel.class)
            .where("e.status in :status", "status", statuses())
            .where("e.nameKey = :name", "name", keyOf(name))
            .where("e.projectId = :project", "project", QueryId.optional("projectId", projectId))
            .where(
                "e.templateId = :template", "template", QueryId.optional("templateId", templateId))
            .where("e.templateRevision = :revision", "revision", revision())
            .where("e.processId = :process", "process", QueryId.optional("processId", processId))
            .where("e.machineId = :machine", "machine", QueryId.optional("machineId", machineId))
            .where("e.datasetId = :dataset", "dataset", QueryId.optional("datasetId", datasetId))
            .where("e.datasetDigest = :digest", "digest", datasetDigest)
            .where("e.codeVersion = :codeVersion", "codeVersion", codeVersion)
            .where("e.baseModelKey = :baseModel", "baseModel", keyOf(baseModel))
            .where(HAS_ALIAS, "alias", keyOf(alias));
    for (var index = 0; index < tag.size(); index++) {
      models.where("array_contains(e.tags, :tag" + index + ")", "tag" + index, tag.get(index));
    }
    return models;
  }

  private Integer revision() {
    if (templateRevision != null && templateId == null) {
      throw new InvalidRequestException(
          "templateRevision", "needs templateId: each template counts its revisions from 1");
    }
    return templateRevision == null ? null : Integer.valueOf(templateRevision);
  }

  private static String keyOf(String anyCase) {
    return anyCase == null ? null : NameKey.of(anyCase);
  }

  private List<ModelStatus> statuses() {
    if (status == null) {
      // Whoever asks for what a process made wants to hear of it in any case.
      return processId == null
          ? List.of(ModelStatus.READY)
          : List.of(ModelStatus.READY, ModelStatus.REJECTED_BY_GATE);
    }
    return Arrays.stream(ModelStatus.values())
        .filter(value -> value.name().equals(status))
        .map(List::of)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "status", "must be PENDING, READY or REJECTED_BY_GATE"));
  }
}
