package dev.trainyard.registry.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.contracts.model.ModelEvent;
import dev.trainyard.kit.download.StoredFile;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.archive.ModelManifest;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A model and what is known of it.
 *
 * <pre>
 * register ──▶ PENDING ──complete──▶ READY ──delete──▶ (gone)
 *                 └──delete, or abandoned──▶ (gone)
 * </pre>
 */
@Entity
@Table(name = "model")
class Model {
  @Id UUID id;
  @Version long revision;
  String name;
  String nameKey;
  int version;

  @Enumerated(EnumType.STRING)
  ModelStatus status;

  String description;
  List<String> tags = List.of();
  UUID projectId;
  String projectName;
  UUID templateId;
  String templateName;
  UUID processId;
  int attempt;
  UUID machineId;
  String modelType;
  String baseModel;
  UUID datasetId;
  Integer datasetVersion;

  @Convert(converter = MetricsConverter.class)
  Map<String, Double> metrics;

  String architecture;
  List<String> classes;
  Integer imageSize;
  String archiveKey;
  String sha256;
  Long sizeBytes;

  @Convert(converter = JsonConverter.class)
  JsonNode config;

  Instant createdAt;
  Instant readyAt;
  Instant uploadRequestedAt;
  Instant uploadExpiresAt;

  protected Model() {
    // For Hibernate.
  }

  Model(UUID id, int version, RegisterModelRequest request, Instant now) {
    this.id = id;
    this.name = request.name();
    this.nameKey = NameKey.of(request.name());
    this.version = version;
    this.status = ModelStatus.PENDING;
    this.projectId = request.projectId();
    this.projectName = request.projectName();
    this.templateId = request.templateId();
    this.templateName = request.templateName();
    this.processId = request.processId();
    this.attempt = request.attempt();
    this.machineId = request.machineId();
    this.modelType = request.modelType();
    this.baseModel = request.baseModel();
    this.datasetId = request.datasetId();
    this.datasetVersion = request.datasetVersion();
    this.metrics = request.metrics();
    this.createdAt = now;
  }

  /** Whether a registration with this request would be this very model. */
  boolean isRegisteredBy(RegisterModelRequest request) {
    return name.equals(request.name())
        && projectId.equals(request.projectId())
        && templateId.equals(request.templateId())
        && machineId.equals(request.machineId())
        && Objects.equals(datasetId, request.datasetId());
  }

  void describe(UpdateModelRequest request) {
    description = request.description();
    if (request.tags() != null) {
      tags = request.tags().stream().distinct().sorted().toList();
    }
  }

  /** Somebody was given the address to upload to. */
  void uploadRequested(Instant now, Instant expiresAt) {
    uploadRequestedAt = now;
    uploadExpiresAt = expiresAt;
  }

  /** The archive was checked and stored. */
  void complete(String key, CompleteModelRequest request, ModelManifest manifest, Instant now) {
    status = ModelStatus.READY;
    archiveKey = key;
    sha256 = request.sha256();
    sizeBytes = request.sizeBytes();
    architecture = manifest.architecture();
    classes = manifest.classes();
    imageSize = manifest.imageSize();
    config = manifest.document();
    readyAt = now;
  }

  boolean isReady() {
    return status == ModelStatus.READY;
  }

  String fileName() {
    return name + "-v" + version + ".zip";
  }

  /** The archive of a ready model. */
  StoredFile toFile() {
    return new StoredFile(
        Buckets.MODELS, archiveKey, fileName(), "application/zip", sizeBytes, sha256);
  }

  /** What other features need of a ready model. */
  TrainedModel toTrained() {
    return new TrainedModel(
        id, name, version, architecture, classes, imageSize, config, archiveKey, sha256, sizeBytes);
  }

  /** The event that tells of a ready model with these aliases. */
  ModelEvent toEvent(List<String> aliases, Instant now) {
    return new ModelEvent(
        id,
        name,
        version,
        projectId,
        templateId,
        processId,
        attempt,
        sha256,
        sizeBytes,
        metrics,
        aliases,
        tags,
        now);
  }
}
