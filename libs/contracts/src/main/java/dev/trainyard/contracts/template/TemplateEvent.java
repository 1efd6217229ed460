package dev.trainyard.contracts.template;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

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
public record TemplateEvent(
    UUID templateId,
    UUID projectId,
    String name,
    String modelType,
    String baseModel,
    @JsonInclude(NON_NULL) UUID datasetId,
    TrainingParameters parameters,
    int revision,
    Instant occurredAt) {}
