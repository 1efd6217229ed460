package dev.trainyard.monitoring.webhook;

import java.time.Instant;
import java.util.UUID;

/**
 * An event that is to be posted now.
 *
 * @param body a CloudEvent in JSON
 * @param attempts how many were made, with this one
 * @param since when it was made or replayed
 */
record Delivery(UUID id, Webhook webhook, String body, int attempts, Instant since) {}
