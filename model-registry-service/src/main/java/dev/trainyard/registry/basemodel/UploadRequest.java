package dev.trainyard.registry.basemodel;

import dev.trainyard.weights.Architecture;
import java.util.Optional;

/**
 * What a user says of a base model that is being uploaded.
 *
 * @param name unique among base models, compared without case
 * @param description free text
 * @param architecture of a bare {@code .pth} file; an archive says it itself
 */
record UploadRequest(String name, String description, Optional<Architecture> architecture) {}
