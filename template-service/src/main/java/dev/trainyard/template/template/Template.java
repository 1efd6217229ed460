package dev.trainyard.template.template;

import dev.trainyard.contracts.template.TemplateEvent;
import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.persistence.Authored;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;

/** A training described once, to be run many times. */
@Entity
public class Template extends Authored {
  @Id private UUID id;

  @Column(name = "project_id")
  private UUID projectId;

  private String name;

  @Column(name = "name_key")
  private String nameKey;

  private String description;

  @Column(name = "model_type")
  private String modelType;

  @Column(name = "base_model")
  private String baseModel;

  @Column(name = "dataset_id")
  private UUID datasetId;

  @Convert(converter = ParametersColumn.class)
  @ColumnTransformer(write = "?::jsonb")
  private TrainingParameters parameters;

  private int revision;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  protected Template() {}

  Template(UUID id, UUID projectId, TemplateContent content, Instant now) {
    this.id = id;
    this.projectId = projectId;
    this.createdAt = now;
    change(content, now);
  }

  final void change(TemplateContent content, Instant now) {
    name = content.name();
    nameKey = NameKey.of(name);
    description = content.description();
    modelType = content.modelType();
    baseModel = content.baseModel();
    datasetId = content.datasetId();
    parameters = content.parameters();
    revision++;
    updatedAt = now;
  }

  /** All that it says. */
  TemplateContent content() {
    return new TemplateContent(name, description, modelType, baseModel, datasetId, parameters);
  }

  TemplateEvent toEvent(Instant now) {
    return new TemplateEvent(
        id, projectId, name, modelType, baseModel, datasetId, parameters, revision, now);
  }

  public UUID id() {
    return id;
  }

  UUID projectId() {
    return projectId;
  }

  public String name() {
    return name;
  }

  String description() {
    return description;
  }

  String modelType() {
    return modelType;
  }

  String baseModel() {
    return baseModel;
  }

  Optional<UUID> datasetId() {
    return Optional.ofNullable(datasetId);
  }

  TrainingParameters parameters() {
    return parameters;
  }

  int revision() {
    return revision;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }
}
