package dev.trainyard.agent.model;

import java.util.UUID;

/**
 * What the registry says of a base model.
 *
 * @param name unique
 * @param sha256 digest of its archive, lower-case hex; null if nobody has asked for the archive yet
 * @param sizeBytes size of its archive; null as well then
 */
public record BaseModel(UUID id, String name, String sha256, Long sizeBytes) {}
