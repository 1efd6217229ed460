package dev.trainyard.template.project;

import dev.trainyard.kit.http.EntityTags;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.template.dataset.DatasetDeletion;
import dev.trainyard.template.dataset.DatasetStore;
import dev.trainyard.template.template.TemplateStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Keeps projects. */
@ApplicationScoped
public class ProjectService {
  private final ProjectStore projects;
  private final DatasetStore datasets;
  private final DatasetDeletion deletion;
  private final TemplateStore templates;
  private final IdGenerator ids;
  private final Clock clock;

  ProjectService(
      ProjectStore projects,
      DatasetStore datasets,
      DatasetDeletion deletion,
      TemplateStore templates,
      IdGenerator ids,
      Clock clock) {
    this.projects = projects;
    this.datasets = datasets;
    this.deletion = deletion;
    this.templates = templates;
    this.ids = ids;
    this.clock = clock;
  }

  @Transactional
  public ProjectView create(ProjectRequest request) {
    projects.lockNames();
    requireFreeName(request.name(), Optional.empty());
    var project = new Project(ids.next(), request, clock.instant());
    projects.persist(project);
    return ProjectView.of(project);
  }

  @Transactional
  public Page<ProjectView> list(Optional<String> name, PageQuery query) {
    return projects.list(name, query).map(ProjectView::of);
  }

  @Transactional
  public ProjectView get(UUID id) {
    return ProjectView.of(projects.require(id));
  }

  @Transactional
  public ProjectView update(UUID id, String ifMatch, ProjectRequest request) {
    projects.lockNames();
    var project = projects.requireExclusive(id);
    EntityTags.requireMatch(ifMatch, project.revision());
    requireFreeName(request.name(), Optional.of(id));
    project.change(request, clock.instant());
    return ProjectView.of(project);
  }

  /** Deletes an empty project; what is left of rejected datasets goes with it. */
  @Transactional
  public void delete(UUID id) {
    var project = projects.requireExclusive(id);
    var datasetCount = datasets.countOf(id);
    var templateCount = templates.countOf(id);
    if (datasetCount + templateCount > 0) {
      throw new ConflictException(
          "project-not-empty",
          "The project holds %d datasets and %d templates; delete them first."
              .formatted(datasetCount, templateCount),
          Map.of("projectId", id, "datasets", datasetCount, "templates", templateCount));
    }
    deletion.deleteRejectedOf(id);
    projects.delete(project);
  }

  private void requireFreeName(String name, Optional<UUID> self) {
    projects
        .withName(name)
        .filter(other -> !self.equals(Optional.of(other.id())))
        .ifPresent(
            other -> {
              throw new ConflictException(
                  "name-taken",
                  "The project " + other.name() + " has this name already.",
                  Map.of("field", "name", "projectId", other.id()));
            });
  }
}
