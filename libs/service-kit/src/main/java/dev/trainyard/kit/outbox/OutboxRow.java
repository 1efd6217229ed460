package dev.trainyard.kit.outbox;

import java.time.Instant;
import java.util.UUID;

/**
 * An event that waits in the outbox.
 *
 * @param type as it was written, perhaps by another version of the service
 * @param traceparent null outside a trace
 * @param actor null where nobody in particular caused it
 * @param tenant null where it was written before there were tenants
 */
record OutboxRow(
    long id,
    UUID eventId,
    String type,
    String topic,
    String key,
    Instant occurredAt,
    String traceparent,
    String actor,
    String tenant,
    String data) {}
