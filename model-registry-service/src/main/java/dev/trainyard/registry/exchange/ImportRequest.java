package dev.trainyard.registry.exchange;

import dev.trainyard.weights.Architecture;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a user says of a model that is being imported.
 *
 * @param name the model's name; versions count per project and name
 * @param description free text; null for none
 * @param key what the client calls this import; null if it does not say
 * @param architecture of a bare {@code .pth} file; an archive says it itself
 * @param classes names in the order of the outputs; empty if the config has them
 */
record ImportRequest(
    UUID projectId,
    String name,
    String description,
    String key,
    Optional<Architecture> architecture,
    List<String> classes) {
  ImportRequest {
    classes = List.copyOf(classes);
  }
}
