package dev.trainyard.registry.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;

/**
 * A model whose archive is stored, as far as other features need it.
 *
 * @param version from 1, within the project and name
 * @param architecture the network's graph
 * @param classes names of the classes in the order of the network's outputs
 * @param imageSize edge of the network's input in pixels
 * @param config the archive's {@code config.yaml}
 * @param archiveKey where the archive lies
 * @param sha256 digest of the archive, lower-case hex
 * @param sizeBytes size of the archive
 * @param gateReasons why its gate rejected it; empty if it did not
 */
public record TrainedModel(
    UUID id,
    String name,
    int version,
    String architecture,
    List<String> classes,
    int imageSize,
    JsonNode config,
    String archiveKey,
    String sha256,
    long sizeBytes,
    List<String> gateReasons) {
  public TrainedModel {
    classes = List.copyOf(classes);
    gateReasons = List.copyOf(gateReasons);
  }
}
