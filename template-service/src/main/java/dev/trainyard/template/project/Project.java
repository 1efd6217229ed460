package dev.trainyard.template.project;

import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.persistence.Authored;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** What holds datasets and templates. */
@Entity
public class Project extends Authored {
  @Id private UUID id;

  private String name;

  @Column(name = "name_key")
  private String nameKey;

  private String description;
  private int revision;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  protected Project() {}

  Project(UUID id, ProjectRequest request, Instant now) {
    this.id = id;
    this.createdAt = now;
    change(request, now);
  }

  final void change(ProjectRequest request, Instant now) {
    name = request.name();
    nameKey = NameKey.of(name);
    description = request.description();
    revision++;
    updatedAt = now;
  }

  public UUID id() {
    return id;
  }

  public String name() {
    return name;
  }

  String description() {
    return description;
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
