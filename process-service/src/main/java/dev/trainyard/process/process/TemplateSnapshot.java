package dev.trainyard.process.process;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.trainyard.contracts.training.TrainingParameters;
import java.util.UUID;

/**
 * A training template as it was when a process was made from it; later edits do not reach the
 * process.
 *
 * @param template the template
 * @param project the project it belongs to
 * @param dataset the dataset version to train on
 * @param parameters how to train
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record TemplateSnapshot(
    Template template,
    Project project,
    Dataset dataset,
    @JsonIgnoreProperties(ignoreUnknown = true) TrainingParameters parameters) {

  /** The template; {@code revision} counts its changes from 1. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Template(UUID id, String name, String modelType, String baseModel, int revision) {
    /** Null in a snapshot from before there were revisions. */
    Integer knownRevision() {
      return revision > 0 ? revision : null;
    }
  }

  /** The project. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Project(UUID id, String name) {}

  /** The dataset; {@code digest} is the SHA-256 of its archive in lower-case hex. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Dataset(UUID id, String name, int version, String digest) {}

  boolean isComplete() {
    return template != null
        && template.id() != null
        && project != null
        && project.id() != null
        && dataset != null
        && dataset.id() != null
        && parameters != null;
  }
}
