package dev.trainyard.monitoring.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A webhook.
 *
 * @param projectId absent for events of all projects and of machines
 * @param secret what deliveries are signed with; only in the answer that makes it
 */
@Schema(description = "A webhook.")
public record WebhookView(
    UUID id,
    UUID projectId,
    @Schema(examples = "https://erp.example.org/trainyard") URI url,
    @Schema(examples = "[\"process.succeeded\", \"process.failed\"]") List<String> eventTypes,
    @Schema(examples = "Tells the archive of new models") String description,
    @Schema(examples = "true") boolean enabled,
    @Schema(examples = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") String secret,
    Instant createdAt,
    @Schema(description = "The name of who made it.", examples = "jane.doe") String author,
    Instant updatedAt) {

  static WebhookView of(Webhook webhook) {
    return of(webhook, null);
  }

  static WebhookView withSecret(Webhook webhook) {
    return of(webhook, webhook.secret());
  }

  private static WebhookView of(Webhook webhook, String secret) {
    return new WebhookView(
        webhook.id(),
        webhook.projectId(),
        webhook.url(),
        webhook.eventTypes(),
        webhook.description(),
        webhook.enabled(),
        secret,
        webhook.createdAt(),
        webhook.author(),
        webhook.updatedAt());
  }
}
