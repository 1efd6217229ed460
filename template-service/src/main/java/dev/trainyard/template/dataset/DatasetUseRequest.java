package dev.trainyard.template.dataset;

import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Says that a process is to train on a dataset.
 *
 * @param templateId the template it is made from
 */
@Schema(examples = "{\"templateId\": \"019aa000-0000-7000-8000-000000000003\"}")
public record DatasetUseRequest(@NotNull(message = "must name a template") UUID templateId) {}
