package dev.trainyard.contracts.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.contracts.training.TrainingParameters;
import java.time.Instant;
import java.util.UUID;

/**
 * A training template as it is after something happened to it.
 *
 * @param templateId the template
 * @param projectId its project
 * @param name its name
 * @param modelType {@code classifier}
 * @param baseModel name of the base model
 * @param datasetId the dataset it trains on; absent: the project's newest
 * @param parameters how to train
 * @param revision from 1, one more with each change
 * @param occurredAt when it happened
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateEvent(
    UUID templateId,
    UUID projectId,
    String name,
    String modelType,
    String baseModel,
    UUID datasetId,
    TrainingParameters parameters,
    int revision,
    Instant occurredAt) {}
