package dev.trainyard.registry.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.contracts.model.ModelEvent;
import dev.trainyard.contracts.model.ModelOrigin;
import dev.trainyard.contracts.model.ModelStatus;
import dev.trainyard.kit.download.StoredFile;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.archive.ModelManifest;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * A model and what is known of it.
 *
 * <pre>
 * import ────────────────▶ READY or REJECTED_BY_GATE
 * register ──▶ PENDING ──complete──▶ READY ◀──judged──▶ REJECTED_BY_GATE ──delete──▶ (gone)
 *                 │                      └──delete──▶ (gone)
 *                 └──delete, or abandoned──▶ (gone)
 * </pre>
 */
@Entity
@Table(name = "model")
class Model extends ModelRow {
  @Convert(converter = JsonConverter.class)
  JsonNode config;

  /** Null unless pending, and uploaded in parts. */
  @Embedded PartsUpload partsUpload;

  protected Model() {
    // For Hibernate.
  }

  Model(UUID id, int version, RegisterModelRequest request, Instant now) {
    this.id = id;
    this.name = request.name();
    this.nameKey = NameKey.of(request.name());
    this.version = version;
    this.status = ModelStatus.PENDING;
    this.origin = ModelOrigin.TRAINED;
    this.projectId = request.projectId();
    this.projectName = request.projectName();
    this.templateId = request.templateId();
    this.templateName = request.templateName();
    this.processId = request.processId();
    this.attempt = request.attempt();
    this.machineId = request.machineId();
    this.modelType = request.modelType();
    this.baseModel = request.baseModel();
    this.baseModelKey = request.baseModel() == null ? null : NameKey.of(request.baseModel());
    this.datasetId = request.datasetId();
    this.datasetVersion = request.datasetVersion();
    this.metrics = request.metrics();
    this.createdAt = now;
  }

  /** A model that somebody brought; the gate is still to judge it. */
  Model(UUID id, int version, ImportedModel imported, String archiveKey, Instant now) {
    this.id = id;
    this.name = imported.name();
    this.nameKey = NameKey.of(imported.name());
    this.version = version;
    this.origin = ModelOrigin.IMPORTED;
    this.description = imported.description();
    this.projectId = imported.projectId();
    this.modelType = imported.manifest().modelType();
    this.metrics = imported.manifest().metrics();
    this.importKey = imported.key();
    this.createdAt = now;
    this.uploadRequestedAt = now;
    this.uploadExpiresAt = now;
    stored(archiveKey, imported.sha256(), imported.sizeBytes(), imported.manifest(), now);
  }

  /** Whether an import with this content would be this very model. */
  boolean isImportOf(ImportedModel imported) {
    return nameKey.equals(NameKey.of(imported.name()))
        && config.equals(imported.manifest().document());
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
    stored(key, request.sha256(), request.sizeBytes(), manifest, now);
    partsUpload = null;
  }

  private void stored(String key, String digest, long size, ModelManifest manifest, Instant now) {
    status = ModelStatus.READY;
    archiveKey = key;
    sha256 = digest;
    sizeBytes = size;
    architecture = manifest.architecture();
    classes = manifest.classes();
    imageSize = manifest.imageSize();
    config = manifest.document();
    // An older replica, which registers without the key, may have registered it.
    baseModelKey = baseModel == null ? null : NameKey.of(baseModel);
    baseModelSha256 = manifest.baseModelSha256();
    datasetDigest = manifest.datasetDigest();
    templateRevision = manifest.templateRevision();
    codeVersion = manifest.codeVersion();
    readyAt = now;
  }

  /** The gate was asked; no reasons: it passes. */
  void judged(List<String> reasons) {
    status = reasons.isEmpty() ? ModelStatus.READY : ModelStatus.REJECTED_BY_GATE;
    gateReasons = reasons.isEmpty() ? null : List.copyOf(reasons);
  }

  /** Why the gate rejected it; empty if it did not. */
  List<String> gateReasons() {
    return gateReasons == null ? List.of() : gateReasons;
  }

  /** Whether its archive is stored. */
  boolean isComplete() {
    return status != ModelStatus.PENDING;
  }

  String fileName() {
    return name + "-v" + version + ".zip";
  }

  /** The archive of a complete model. */
  StoredFile toFile() {
    return new StoredFile(
        Buckets.MODELS, archiveKey, fileName(), "application/zip", sizeBytes, sha256);
  }

  /** What other features need of a model whose archive is stored. */
  TrainedModel toTrained() {
    return new TrainedModel(
        id,
        name,
        version,
        architecture,
        classes,
        imageSize,
        config,
        archiveKey,
        sha256,
        sizeBytes,
        gateReasons());
  }

  /** The event that tells of a complete model with these aliases. */
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
        status,
        gateReasons(),
        origin,
        now);
  }
}
