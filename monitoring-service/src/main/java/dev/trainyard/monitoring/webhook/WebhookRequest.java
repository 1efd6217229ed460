package dev.trainyard.monitoring.webhook;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A webhook as it is wanted.
 *
 * @param projectId events of this project only; absent for those of all projects and of machines
 * @param url where events are posted to; its host must be allowed by {@code
 *     trainyard.webhooks.allowed-hosts}
 * @param eventTypes which events, each with or without {@code dev.trainyard.} in front; a star at
 *     the end stands for anything
 * @param description free text; may be absent
 * @param enabled whether events are posted; absent for yes
 */
@Schema(description = "A webhook as it is wanted.")
record WebhookRequest(
    UUID projectId,
    @Schema(examples = "https://erp.example.org/trainyard") @NotNull @Size(max = 2000) String url,
    @Schema(examples = "[\"process.succeeded\", \"process.failed\"]") @NotEmpty @Size(max = 50) List<@NotNull @Size(max = 200) String> eventTypes,
    @Schema(examples = "Tells the archive of new models") @Size(max = 2000) String description,
    @Schema(examples = "true") Boolean enabled) {

  boolean isEnabled() {
    return enabled == null || enabled;
  }
}
