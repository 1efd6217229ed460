package dev.trainyard.contracts.model;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;
import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A trained model as it is after something happened to it.
 *
 * @param modelId the model
 * @param name its name
 * @param version from 1, within the project and name
 * @param projectId the project
 * @param templateId the template it was trained by; absent if it was imported
 * @param processId the process that made it; absent if it was imported
 * @param attempt the attempt that made it; absent if it was imported
 * @param sha256 digest of the archive, lower-case hex
 * @param sizeBytes size of the archive
 * @param metrics final figures on the test set
 * @param aliases names that point at it now, in order; absent if there are none
 * @param tags free tags, in order; absent if there are none
 * @param status READY or REJECTED_BY_GATE; absent from registries before this field
 * @param gateReasons why the gate rejected it; absent if it did not
 * @param origin TRAINED or IMPORTED; absent from registries before this field
 * @param occurredAt when it happened
 */
public record ModelEvent(
    UUID modelId,
    String name,
    int version,
    UUID projectId,
    @JsonInclude(NON_NULL) UUID templateId,
    @JsonInclude(NON_NULL) UUID processId,
    @JsonInclude(NON_NULL) Integer attempt,
    String sha256,
    long sizeBytes,
    Map<String, Double> metrics,
    @JsonInclude(NON_EMPTY) List<String> aliases,
    @JsonInclude(NON_EMPTY) List<String> tags,
    @JsonInclude(NON_NULL) ModelStatus status,
    @JsonInclude(NON_EMPTY) List<String> gateReasons,
    @JsonInclude(NON_NULL) ModelOrigin origin,
    Instant occurredAt) {
  public ModelEvent {
    metrics = metrics == null ? Map.of() : Map.copyOf(metrics);
    aliases = aliases == null ? List.of() : List.copyOf(aliases);
    gateReasons = gateReasons == null ? List.of() : List.copyOf(gateReasons);
    tags = tags == null ? List.of() : List.copyOf(tags);
  }
}
