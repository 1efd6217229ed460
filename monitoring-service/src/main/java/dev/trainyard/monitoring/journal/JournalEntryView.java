package dev.trainyard.monitoring.journal;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One event as it was published.
 *
 * @param id the event's id
 * @param type what happened
 * @param source who published it
 * @param subject id of what it is about; of a command, the machine it is for
 * @param time when it happened
 * @param projectId the project, where the event names it
 * @param processId the process it is about
 * @param machineId the machine it is about
 * @param traceId the trace it belongs to; absent outside a trace
 * @param actor who caused it, where the event says so
 * @param day the day on which it came, UTC
 * @param number its number in the journal of that day, from 1
 * @param data the event's data
 */
@Schema(description = "One event as it was published.")
public record JournalEntryView(
    @Schema(examples = "01939d3f-6d9a-7c31-9a51-1b7a3a6a0d11") String id,
    @Schema(examples = "dev.trainyard.process.succeeded") String type,
    @Schema(examples = "/trainyard/process-service") String source,
    @Schema(examples = "01939d3f-0c1e-7a52-8d0e-5a1f4a0e77aa") String subject,
    Instant time,
    UUID projectId,
    UUID processId,
    UUID machineId,
    @Schema(examples = "4bf92f3577b34da6a3ce929d0e0e4736") String traceId,
    @Schema(examples = "anna") String actor,
    @Schema(examples = "2026-11-26") LocalDate day,
    @Schema(examples = "17") long number,
    @Schema(
            type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.OBJECT,
            examples = "{\"status\":\"SUCCEEDED\",\"attempt\":1}")
        JsonNode data) {}
