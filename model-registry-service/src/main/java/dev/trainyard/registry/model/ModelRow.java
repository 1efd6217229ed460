package dev.trainyard.registry.model;

import dev.trainyard.contracts.model.ModelOrigin;
import dev.trainyard.contracts.model.ModelStatus;
import dev.trainyard.kit.persistence.Authored;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.Generated;

/** All of a model's row but {@code config.yaml}, which may be large. */
@MappedSuperclass
abstract class ModelRow extends Authored {
  @Id UUID id;

  /** Written by the database. */
  @Generated
  @Column(insertable = false, updatable = false)
  String tenant;

  @Version long revision;
  String name;
  String nameKey;
  int version;

  @Enumerated(EnumType.STRING)
  ModelStatus status;

  @Enumerated(EnumType.STRING)
  ModelOrigin origin;

  /** Null unless rejected. */
  @Convert(converter = GateReasonsColumn.class)
  List<String> gateReasons;

  String description;
  List<String> tags = List.of();
  UUID projectId;
  String projectName;
  UUID templateId;
  String templateName;
  Integer templateRevision;
  UUID processId;
  Integer attempt;
  UUID machineId;
  String modelType;
  String baseModel;
  String baseModelKey;
  String baseModelSha256;

  /** Of the trainer. */
  String codeVersion;

  UUID datasetId;
  Integer datasetVersion;
  String datasetDigest;

  @Convert(converter = MetricsConverter.class)
  Map<String, Double> metrics;

  String architecture;
  List<String> classes;
  Integer imageSize;
  String archiveKey;
  String sha256;
  Long sizeBytes;

  Instant createdAt;
  Instant readyAt;
  Instant uploadRequestedAt;
  Instant uploadExpiresAt;

  /** What the client called the import; null if it did not say. */
  String importKey;
}
