package dev.trainyard.template.modeltype;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.persistence.Authored;
import dev.trainyard.template.json.JsonTree;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.ColumnTransformer;

/** What a model is for, and with which parameters its trainings begin. */
@Entity
@Table(name = "model_type")
class ModelType extends Authored {
  @Id private String name;

  @Column(name = "name_key")
  private String nameKey;

  private String title;
  private String description;

  @Convert(converter = JsonTree.class)
  @ColumnTransformer(write = "?::jsonb")
  private JsonNode parameters;

  @Column(name = "built_in")
  private boolean builtIn;

  private int revision;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  protected ModelType() {}

  ModelType(String name, ModelTypeRequest request, JsonNode parameters, Instant now) {
    this.name = name;
    this.nameKey = NameKey.of(name);
    this.createdAt = now;
    change(request, parameters, now);
  }

  final void change(ModelTypeRequest request, JsonNode checkedParameters, Instant now) {
    title = request.title() == null ? name : request.title();
    description = request.description();
    parameters = checkedParameters;
    revision++;
    updatedAt = now;
  }

  String name() {
    return name;
  }

  String title() {
    return title;
  }

  String description() {
    return description;
  }

  JsonNode parameters() {
    return parameters;
  }

  boolean builtIn() {
    return builtIn;
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
