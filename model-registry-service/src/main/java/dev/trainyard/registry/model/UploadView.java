package dev.trainyard.registry.model;

import java.net.URI;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where to upload a model's archive.
 *
 * @param method the HTTP method
 * @param url takes the archive as the body, without further credentials
 * @param expiresAt until when
 */
@Schema(description = "Where to upload the archive, without further credentials.")
public record UploadView(
    @Schema(examples = "PUT") String method,
    @Schema(
            examples =
                "http://storage:9000/trainyard-models/uploads/019ab1c3.zip?X-Amz-Signature=…")
        URI url,
    @Schema(examples = "2026-11-23T16:00:00Z") Instant expiresAt) {}
