package dev.trainyard.monitoring.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Somebody who wants to be told of events.
 *
 * @param version one more with each change
 * @param projectId null for events of all projects, and those of none
 * @param eventTypes types as in {@link EventSelection}
 * @param description null without one
 * @param author the name of who made it; null where nobody did
 * @param secret what deliveries are signed with, as in {@link WebhookSignature}
 */
record Webhook(
    UUID id,
    long version,
    UUID projectId,
    URI url,
    List<String> eventTypes,
    String description,
    boolean enabled,
    String secret,
    Instant createdAt,
    String author,
    Instant updatedAt) {
  Webhook {
    eventTypes = List.copyOf(eventTypes);
  }

  /** The next version, as it is wanted now. */
  Webhook changed(
      UUID projectId,
      URI url,
      List<String> eventTypes,
      String description,
      boolean enabled,
      Instant now) {
    return next(projectId, url, eventTypes, description, enabled, secret, now);
  }

  /** The next version, with another secret. */
  Webhook withSecret(String secret, Instant now) {
    return next(projectId, url, eventTypes, description, enabled, secret, now);
  }

  private Webhook next(
      UUID projectId,
      URI url,
      List<String> eventTypes,
      String description,
      boolean enabled,
      String secret,
      Instant now) {
    return new Webhook(
        id,
        version + 1,
        projectId,
        url,
        eventTypes,
        description,
        enabled,
        secret,
        createdAt,
        author,
        now);
  }
}
