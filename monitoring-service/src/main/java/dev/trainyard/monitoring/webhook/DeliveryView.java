package dev.trainyard.monitoring.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An event that was posted, or is to be.
 *
 * @param id also sent, as {@code webhook-id}: the same with each attempt
 * @param attempts how many were made
 * @param nextAttemptAt when the next is made; absent if none is
 * @param lastAttemptAt absent before the first
 * @param lastStatus the receiver's status code; absent if it did not answer
 * @param lastError why the last attempt failed; absent if it did not
 * @param body what is posted
 */
@Schema(description = "An event that was posted, or is to be.")
public record DeliveryView(
    UUID id,
    UUID webhookId,
    @Schema(examples = "01939d3f-6d9a-7c31-9a51-1b7a3a6a0d11") String eventId,
    @Schema(examples = "dev.trainyard.process.succeeded") String eventType,
    DeliveryStatus status,
    @Schema(examples = "2") int attempts,
    Instant createdAt,
    Instant nextAttemptAt,
    Instant lastAttemptAt,
    @Schema(examples = "503") Integer lastStatus,
    @Schema(examples = "answered with status 503") String lastError,
    @Schema(type = SchemaType.OBJECT, examples = "{\"specversion\":\"1.0\"}") JsonNode body) {}
