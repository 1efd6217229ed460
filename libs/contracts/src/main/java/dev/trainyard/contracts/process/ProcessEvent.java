package dev.trainyard.contracts.process;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * A process as it is after something happened to it.
 *
 * @param processId the process
 * @param name its name
 * @param projectId the project its template belongs to
 * @param templateId the template it was made from
 * @param templateName the template's name when the process was made
 * @param datasetId the dataset version it trains on; absent from services before this field
 * @param machineId the machine it runs on
 * @param machineName the machine's name
 * @param status its status now
 * @param enabled false when it is switched off: start, stop and delete are refused
 * @param attempt how often it was started; 0 before the first start
 * @param occurredAt when it happened
 * @param modelId the model in the registry; only once SUCCEEDED
 * @param failure why it failed; only when FAILED
 */
public record ProcessEvent(
    UUID processId,
    String name,
    UUID projectId,
    UUID templateId,
    String templateName,
    @JsonInclude(NON_NULL) UUID datasetId,
    UUID machineId,
    String machineName,
    ProcessStatus status,
    boolean enabled,
    int attempt,
    Instant occurredAt,
    @JsonInclude(NON_NULL) UUID modelId,
    @JsonInclude(NON_NULL) Failure failure) {}
