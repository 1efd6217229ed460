package dev.trainyard.registry.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a model was made of, and what was made from it. What is not known is absent.
 *
 * @param model the model
 * @param upstream what it was made of, by whom and with what
 * @param downstream what was made from it
 */
@Schema(description = "What a model was made of, and what was made from it.")
public record ModelLineageView(LinkedModel model, Upstream upstream, Downstream downstream) {

  /**
   * What a model was made of.
   *
   * @param parameters training parameters by name
   * @param versions of the trainer and its libraries, by name
   */
  @Schema(description = "What a model was made of, by whom and with what.")
  public record Upstream(
      Dataset dataset,
      Template template,
      Process process,
      Machine machine,
      BaseModel baseModel,
      @Schema(implementation = Object.class, examples = "{\"iterations\": 1000}")
          Map<String, JsonNode> parameters,
      @Schema(examples = "{\"trainer\": \"0.1.0\"}") Map<String, String> versions) {
    public Upstream {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
      versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    }
  }

  /** What it was trained and tested on; the digest is the archive's SHA-256. */
  @Schema(description = "The dataset.")
  public record Dataset(
      @Schema(examples = "019ab1c1-4444-7c33-9d55-0c2f6d1c9a05") UUID id,
      @Schema(examples = "digits") String name,
      @Schema(examples = "1") Integer version,
      @Schema(examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
          String digest) {}

  /** What said how to train; revisions count its changes from 1. */
  @Schema(description = "The template and its project.")
  public record Template(
      @Schema(examples = "019ab1c1-2222-7c33-9d55-0c2f6d1c9a03") UUID id,
      @Schema(examples = "digits") String name,
      @Schema(examples = "3") Integer revision,
      @Schema(examples = "019ab1c0-1111-7c33-9d55-0c2f6d1c9a02") UUID projectId,
      @Schema(examples = "invoices") String projectName) {}

  /** The training. */
  @Schema(description = "The process and its attempt.")
  public record Process(
      @Schema(examples = "019ab1c2-7a10-7c33-9d55-0c2f6d1c9a01") UUID id,
      @Schema(examples = "digits-20261123-101500") String name,
      @Schema(examples = "1") Integer attempt,
      @Schema(examples = "2026-11-23T14:30:00Z") String startedAt,
      @Schema(examples = "2026-11-23T14:59:00Z") String finishedAt) {}

  /** What it was trained on. */
  @Schema(description = "The machine.")
  public record Machine(
      @Schema(examples = "019ab1c1-3333-7c33-9d55-0c2f6d1c9a04") UUID id,
      @Schema(examples = "gpu-1") String name,
      @Schema(examples = "CUDA") String device) {}

  /**
   * What the training began from.
   *
   * @param id absent if it is not in the registry any more
   * @param name as it was called when the training began
   * @param sha256 digest of its archive, lower-case hex
   * @param madeFromId the model that it was made from, which may be gone
   * @param madeFrom the same model, if it is in the registry
   */
  @Schema(description = "The base model.")
  public record BaseModel(
      @Schema(examples = "019ab000-0000-7000-8000-000000000018") UUID id,
      @Schema(examples = "base-resnet18") String name,
      @Schema(examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
          String sha256,
      @Schema(examples = "019ab1c3-5555-7c33-9d55-0c2f6d1c9a06") UUID madeFromId,
      LinkedModel madeFrom) {}

  /**
   * What was made from a model.
   *
   * @param baseModels the first, newest first
   * @param baseModelTotal how many there are
   */
  @Schema(description = "What was made from the model.")
  public record Downstream(
      List<LinkedBaseModel> baseModels, @Schema(examples = "1") long baseModelTotal) {
    public Downstream {
      baseModels = List.copyOf(baseModels);
    }
  }
}
