package dev.trainyard.registry.model;

import dev.trainyard.registry.archive.ModelManifest;
import java.util.UUID;

/**
 * A model that somebody brings, checked.
 *
 * @param name the model's name; versions count per project and name
 * @param description free text; null for none
 * @param key what the client calls this import; null if it does not say
 * @param manifest what its archive says of it
 * @param sha256 digest of the archive, lower-case hex
 * @param sizeBytes size of the archive
 */
public record ImportedModel(
    UUID projectId,
    String name,
    String description,
    String key,
    ModelManifest manifest,
    String sha256,
    long sizeBytes) {}
