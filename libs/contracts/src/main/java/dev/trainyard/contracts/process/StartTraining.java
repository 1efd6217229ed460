package dev.trainyard.contracts.process;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.contracts.training.TrainingParameters;
import java.util.UUID;

/**
 * Tells an agent to run a process. Idempotent: an agent that already runs or has run this attempt
 * does nothing.
 *
 * @param processId the process
 * @param attempt fencing token; an agent ignores one older than the newest it knows
 * @param machineId the machine that is to run it
 * @param name the process's name, also the model's
 * @param projectId the project
 * @param projectName the project's name
 * @param templateId the template it was made from
 * @param templateName the template's name at that time
 * @param modelType {@code classifier}
 * @param baseModel name of the base model in the registry
 * @param datasetId the dataset version to train on
 * @param datasetName the dataset's name
 * @param datasetVersion its version, from 1
 * @param datasetDigest SHA-256 of the dataset's archive, lower-case hex
 * @param parameters how to train
 * @param resume go on from the last checkpoint on the machine, if there is one
 * @param agentId the agent that holds the machine; any other one ignores the command; null for
 *     whichever reads it
 * @param incarnation that agent's start; an older or a younger one ignores the command
 * @param templateRevision how often the template had been changed, from 1; absent from services
 *     before this field
 * @param tenant whose the process is, for what the agent asks other services; absent from services
 *     before there were tenants
 */
public record StartTraining(
    UUID processId,
    int attempt,
    UUID machineId,
    String name,
    UUID projectId,
    String projectName,
    UUID templateId,
    String templateName,
    String modelType,
    String baseModel,
    UUID datasetId,
    String datasetName,
    int datasetVersion,
    String datasetDigest,
    TrainingParameters parameters,
    boolean resume,
    @JsonInclude(NON_NULL) UUID agentId,
    long incarnation,
    @JsonInclude(NON_NULL) Integer templateRevision,
    @JsonInclude(NON_NULL) String tenant) {}
